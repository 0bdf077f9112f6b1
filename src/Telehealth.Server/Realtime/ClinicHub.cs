using Microsoft.AspNetCore.SignalR;

namespace Telehealth.Realtime;

public sealed class ClinicHub : Hub<IClinicClient>;
