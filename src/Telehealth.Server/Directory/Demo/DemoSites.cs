namespace Telehealth.Directory.Demo;

/// <summary>One county community (县域医共体): two county hospitals, two townships, four villages.</summary>
internal static class DemoSites
{
    public const int CountyHospital = 1;
    public const int TcmHospital = 2;
    public const int Liuhe = 3;
    public const int Shiqiao = 4;
    public const int Shangwan = 5;
    public const int Yangshuping = 6;
    public const int Dagou = 7;
    public const int Fenglin = 8;

    private static readonly LocalizedName _consortium = new("青溪县紧密型县域医共体", "Qingxi County Medical Community");

    public static readonly Consortium Consortium =
        new() { Id = DemoIds.Consortium, Name = _consortium, Kind = ConsortiumKind.CountyCommunity };

    public static readonly Institution[] Institutions =
    [
        Site(CountyHospital, "青溪县人民医院", "Qingxi County People's Hospital", InstitutionTier.County, InstitutionKind.Hospital),
        Site(TcmHospital, "青溪县中医医院", "Qingxi County TCM Hospital", InstitutionTier.County, InstitutionKind.TcmHospital),
        Site(Liuhe, "柳河镇中心卫生院", "Liuhe Township Health Centre", InstitutionTier.Township, InstitutionKind.HealthCentre),
        Site(Shiqiao, "石桥乡卫生院", "Shiqiao Township Health Centre", InstitutionTier.Township, InstitutionKind.HealthCentre),
        Site(Shangwan, "柳河镇上湾村卫生室", "Shangwan Village Clinic", InstitutionTier.Village, InstitutionKind.Clinic),
        Site(Yangshuping, "柳河镇杨树坪村卫生室", "Yangshuping Village Clinic", InstitutionTier.Village, InstitutionKind.Clinic),
        Site(Dagou, "石桥乡大沟村卫生室", "Dagou Village Clinic", InstitutionTier.Village, InstitutionKind.Clinic),
        Site(Fenglin, "石桥乡枫林村卫生室", "Fenglin Village Clinic", InstitutionTier.Village, InstitutionKind.Clinic),
    ];

    public static readonly ConsortiumMember[] Members =
    [
        Member(CountyHospital, null),
        Member(TcmHospital, CountyHospital),
        Member(Liuhe, CountyHospital),
        Member(Shiqiao, CountyHospital),
        Member(Shangwan, Liuhe),
        Member(Yangshuping, Liuhe),
        Member(Dagou, Shiqiao),
        Member(Fenglin, Shiqiao),
    ];

    public static readonly Department[] Departments =
    [
        Rooms(1, CountyHospital, "cardiology", "心血管内科", "Cardiology"),
        Rooms(2, CountyHospital, "endocrinology", "内分泌科", "Endocrinology"),
        Rooms(3, CountyHospital, "respiratory", "呼吸内科", "Respiratory Medicine"),
        Rooms(4, CountyHospital, "paediatrics", "儿科", "Paediatrics"),
        Rooms(5, CountyHospital, "dermatology", "皮肤科", "Dermatology"),
        Rooms(6, TcmHospital, "tcm", "中医内科", "TCM Internal Medicine"),
        Rooms(7, CountyHospital, "tcm", "中医科", "Traditional Chinese Medicine"),
        Rooms(8, Liuhe, "tcm", "中医馆", "Township TCM Rooms"),
    ];

    private static Institution Site(int number, string zh, string en, InstitutionTier tier, InstitutionKind kind) =>
        new() { Id = DemoIds.Institution(number), Name = new(zh, en), Tier = tier, Kind = kind };

    private static ConsortiumMember Member(int number, int? ledBy) => new()
    {
        ConsortiumId = DemoIds.Consortium,
        InstitutionId = DemoIds.Institution(number),
        LedById = ledBy is { } leader ? DemoIds.Institution(leader) : null,
    };

    private static Department Rooms(int number, int site, string specialty, string zh, string en) => new()
    {
        Id = DemoIds.Department(number),
        InstitutionId = DemoIds.Institution(site),
        Specialty = specialty,
        Name = new(zh, en),
    };
}
