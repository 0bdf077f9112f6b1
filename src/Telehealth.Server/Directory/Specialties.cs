namespace Telehealth.Directory;

/// <param name="Code">What <see cref="Department.Specialty"/> holds.</param>
/// <param name="CatalogueCode">Of the national catalogue of diagnostic and treatment subjects (医疗机构诊疗科目名录).</param>
/// <param name="Initials">Of the Chinese name in pinyin (拼音首字母), as one types them to find it.</param>
internal sealed record Specialty(string Code, string CatalogueCode, LocalizedName Name, string Initials);

/// <summary>The specialties that departments are of.</summary>
internal static class Specialties
{
    public static readonly Specialty[] All =
    [
        Of("general-practice", "02", "全科医疗科", "qkylk", "General Practice"),
        Of("respiratory", "03.01", "呼吸内科", "hxnk", "Respiratory Medicine"),
        Of("gastroenterology", "03.02", "消化内科", "xhnk", "Gastroenterology"),
        Of("neurology", "03.03", "神经内科", "sjnk", "Neurology"),
        Of("cardiology", "03.04", "心血管内科", "xxgnk", "Cardiology"),
        Of("haematology", "03.05", "血液内科", "xynk", "Haematology"),
        Of("nephrology", "03.06", "肾病内科", "sbnk", "Nephrology"),
        Of("endocrinology", "03.07", "内分泌科", "nfmk", "Endocrinology"),
        Of("immunology", "03.08", "免疫内科", "mynk", "Immunology"),
        Of("geriatrics", "03.10", "老年病科", "lnbk", "Geriatrics"),
        Of("general-surgery", "04.01", "普通外科", "ptwk", "General Surgery"),
        Of("neurosurgery", "04.02", "神经外科", "sjwk", "Neurosurgery"),
        Of("orthopaedics", "04.03", "骨科", "gk", "Orthopaedics"),
        Of("urology", "04.04", "泌尿外科", "mnwk", "Urology"),
        Of("thoracic-surgery", "04.05", "胸外科", "xwk", "Thoracic Surgery"),
        Of("obstetrics-gynaecology", "05", "妇产科", "fck", "Obstetrics and Gynaecology"),
        Of("paediatrics", "07", "儿科", "ek", "Paediatrics"),
        Of("ophthalmology", "10", "眼科", "yk", "Ophthalmology"),
        Of("otolaryngology", "11", "耳鼻咽喉科", "ebyhk", "Otolaryngology"),
        Of("stomatology", "12", "口腔科", "kqk", "Stomatology"),
        Of("dermatology", "13", "皮肤科", "pfk", "Dermatology"),
        Of("psychiatry", "15", "精神科", "jsk", "Psychiatry"),
        Of("infectious-diseases", "16", "传染科", "crk", "Infectious Diseases"),
        Of("oncology", "19", "肿瘤科", "zlk", "Oncology"),
        Of("emergency", "20", "急诊医学科", "jzyxk", "Emergency Medicine"),
        Of("rehabilitation", "21", "康复医学科", "kfyxk", "Rehabilitation Medicine"),
        Of("tcm", "50", "中医科", "zyk", "Traditional Chinese Medicine"),
        Of("integrated-medicine", "52", "中西医结合科", "zxyjhk", "Integrated Chinese and Western Medicine"),
    ];

    private static readonly Dictionary<string, Specialty> _byCode = All.ToDictionary(specialty => specialty.Code);

    public static Specialty? Find(string code) => _byCode.GetValueOrDefault(code);

    private static Specialty Of(string code, string catalogueCode, string zh, string initials, string en) =>
        new(code, catalogueCode, new LocalizedName(zh, en), initials);
}
