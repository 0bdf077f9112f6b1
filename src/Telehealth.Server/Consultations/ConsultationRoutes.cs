using Microsoft.AspNetCore.Mvc;
using Telehealth.Consultations.Chat;
using Telehealth.Consultations.Intake;
using Telehealth.Consultations.Invitations;
using Telehealth.Consultations.Notes;
using Telehealth.Consultations.Photos;
using Telehealth.Consultations.Queue;
using Telehealth.Consultations.Triage;
using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Consultations;

internal static class ConsultationRoutes
{
    private const string Slice = "Consultations";

    public static void Map(IEndpointRouteBuilder app)
    {
        MapLists(app.MapApi("", Slice));
        MapInvitations(app.MapApi("/invitations", Slice));
        MapMine(app.MapApi("/my/consultation", Slice).RequireAuthorization(Policies.Patient).AddEndpointFilter(OwnConsultation.CheckAsync));
        MapCases(app.MapApi("/consultations", Slice));
        MapNotes(app.MapApi("/consultations/{id:guid}/note", Slice).RequireAuthorization(Policies.Specialist));
        MapDesk(app.MapApi("/departments/{id:guid}/queue", Slice).RequireAuthorization(Policies.Specialist));
        MapCounters(app.MapApi("/departments/{id:guid}", Slice).RequireAuthorization(Policies.Caregiver));
        MapTogether(app.MapApi("", Slice).RequireAuthorization(Policies.Participant));
    }

    private static void MapLists(RouteGroupBuilder api)
    {
        api.MapGet("/consents/current", GetConsent.Handle).AllowAnonymous();
        api.MapGet("/symptoms", ListSymptoms.Handle).AllowAnonymous();
        api.MapGet("/red-flags", ListRedFlags.Handle).AllowAnonymous();
        api.MapGet("/vital-sign-ranges", ListVitalSignRanges.Handle).AllowAnonymous();
        api.MapGet("/diagnosis-codes", SearchDiagnosisCodes.Handle).RequireAuthorization(Policies.Staff);
        api.MapGet("/syndromes", SearchSyndromes.Handle).RequireAuthorization(Policies.Staff);
        api.MapPost("/triage/assess", AssessUrgency.Handle).RequireAuthorization(Policies.Caregiver);
    }

    private static void MapInvitations(RouteGroupBuilder api)
    {
        api.MapPost("", InvitePatient.Handle).RequireAuthorization(Policies.Caregiver);

        // Open to everybody, but a browser that confirmed before is recognised by its cookie.
        api.MapPost("/look-up", LookUpInvitation.Handle)
            .RequireAuthorization(Policies.Patient).AllowAnonymous().RequireRateLimiting(RateLimits.Invitation);
        api.MapPost("/confirm", ConfirmInvitation.Handle)
            .RequireAuthorization(Policies.Patient).AllowAnonymous().RequireRateLimiting(RateLimits.Invitation);
    }

    private static void MapMine(RouteGroupBuilder api)
    {
        api.MapGet("", GetMyConsultation.Handle);
        api.MapPost("/consent", AcceptConsent.Handle);
        api.MapPut("/complaint", SaveComplaint.Handle);
        AllowPhoto(api.MapPost("/photos", AddMyPhoto.Handle));
        api.MapDelete("/photos/{photoId:guid}", RemoveMyPhoto.Handle);
        api.MapPost("/queue", JoinQueue.Handle);
        api.MapDelete("/queue", LeaveQueue.Handle);
        api.MapGet("/doctors", ListMyDoctors.Handle);
        api.MapPut("/queue/doctor", ChooseMyDoctor.Handle);
    }

    private static void MapCases(RouteGroupBuilder api)
    {
        api.MapPost("", OpenCase.Handle).RequireAuthorization(Policies.ClinicDoctor);
        api.MapGet("", ListConsultations.Handle).RequireAuthorization(Policies.Caregiver);
        api.MapGet("/{id:guid}", GetConsultation.Handle).RequireAuthorization(Policies.Caregiver);
        api.MapPut("/{id:guid}/case", SaveCase.Handle).RequireAuthorization(Policies.ClinicDoctor);
        api.MapPost("/{id:guid}/submit", SubmitCase.Handle).RequireAuthorization(Policies.ClinicDoctor);
        api.MapPost("/{id:guid}/cancel", CancelConsultation.Handle).RequireAuthorization(Policies.Caregiver);
        api.MapPost("/{id:guid}/invitations", InviteToConsultation.Handle).RequireAuthorization(Policies.Caregiver);
        api.MapPost("/{id:guid}/accept", AcceptConsultation.Handle).RequireAuthorization(Policies.Specialist);
        api.MapPost("/{id:guid}/hand-back", HandBackConsultation.Handle).RequireAuthorization(Policies.Specialist);
        api.MapPost("/{id:guid}/move", MoveConsultation.Handle).RequireAuthorization(Policies.Caregiver);
        api.MapDelete("/{id:guid}/move", UndoMove.Handle).RequireAuthorization(Policies.Caregiver);
        api.MapPost("/{id:guid}/urgency", RetriageConsultation.Handle).RequireAuthorization(Policies.Caregiver);
        api.MapPut("/{id:guid}/doctor", ChooseDoctor.Handle).RequireAuthorization(Policies.Caregiver);
        api.MapPost("/{id:guid}/no-show", MarkNoShow.Handle).RequireAuthorization(Policies.Specialist);
        api.MapDelete("/{id:guid}/no-show", UndoNoShow.Handle).RequireAuthorization(Policies.Specialist);
        api.MapPost("/{id:guid}/free", FreeConsultation.Handle).RequireAuthorization(Policies.Caregiver);
        api.MapPost("/{id:guid}/end", EndConsultation.Handle).RequireAuthorization(Policies.Specialist);
        api.MapDelete("/{id:guid}/photos/{photoId:guid}", RemovePhoto.Handle).RequireAuthorization(Policies.ClinicDoctor);
    }

    private static void MapNotes(RouteGroupBuilder api)
    {
        api.MapPut("", SaveNote.Handle);
        api.MapPost("/sign", SignNote.Handle);
        api.MapDelete("/draft", DiscardNoteDraft.Handle);
    }

    private static void MapDesk(RouteGroupBuilder api)
    {
        api.MapGet("", ListQueue.Handle);
        api.MapPost("/next", TakeNext.Handle);
        api.MapPut("/pause", PauseQueue.Handle);
        api.MapDelete("/pause", ResumeQueue.Handle);
        api.MapPut("/hours", SetOpeningHours.Handle);
    }

    /// <summary>For those who bring patients too.</summary>
    private static void MapCounters(RouteGroupBuilder api)
    {
        api.MapGet("/queue/state", GetQueueState.Handle);
        api.MapGet("/doctors", ListDoctors.Handle);
    }

    /// <summary>What patient and staff do alike.</summary>
    private static void MapTogether(RouteGroupBuilder api)
    {
        AllowPhoto(api.MapPost("/consultations/{id:guid}/photos", AddPhoto.Handle));
        api.MapGet("/consultations/{id:guid}/photos/{photoId:guid}", GetPhoto.Handle);
        api.MapGet("/consultations/{id:guid}/messages", ReadMessages.Handle);
        api.MapPost("/consultations/{id:guid}/messages", PostMessage.Handle);
        api.MapPost("/rooms/{id:guid}/enter", EnterRoom.Handle);
        api.MapGet("/rooms/{id:guid}/seats", ListSeats.Handle);
    }

    private static void AllowPhoto(RouteHandlerBuilder route) =>
        route.Accepts<IFormFile>("multipart/form-data")
            .WithMetadata(new RequestSizeLimitAttribute(ReceivedPhoto.MaxBodyBytes));
}
