using System.Text;

namespace Telehealth.Consultations.Invitations;

/// <summary>Whether two spellings are the same name: width, spaces and the middle dot of 买买提·艾力 do not count.</summary>
internal static class PatientName
{
    private const string MiddleDots = "·•・‧∙⋅・.";

    public static bool IsSame(string left, string right) => Plain(left) == Plain(right);

    private static string Plain(string name)
    {
        var letters = name.Normalize(NormalizationForm.FormKC)
            .Where(letter => !char.IsWhiteSpace(letter) && !MiddleDots.Contains(letter, StringComparison.Ordinal));
        return string.Concat(letters).ToUpperInvariant();
    }
}
