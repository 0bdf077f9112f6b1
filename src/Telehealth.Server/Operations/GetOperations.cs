using Telehealth.Http;

namespace Telehealth.Operations;

internal static class GetOperations
{
    /// <summary>From memory: it answers while everything else is away.</summary>
    public static Outcome<OperationsView> Handle(OperationsWatch watch) => watch.View();
}
