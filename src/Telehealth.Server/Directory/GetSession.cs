using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory;

internal static class GetSession
{
    public static async Task<Outcome<SessionView>> Handle(
        CurrentStaff staff, TelehealthDb db, CancellationToken cancellation) =>
        await SessionView.ReadAsync(db, staff, cancellation);
}
