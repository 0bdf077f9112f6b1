namespace Telehealth.Directory.Demo;

/// <summary>One county community (县域医共体): two county hospitals, two townships, four villages. Its county hospital is in a network of
/// the provincial hospital too. The hospital of another county belongs to neither: nothing here is its to see.</summary>
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
    public const int ProvincialHospital = 9;
    public const int Elsewhere = 10;

    private static readonly DateTimeOffset _founded = new(2025, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    public static readonly Consortium[] Consortia =
    [
        new()
        {
            Id = DemoIds.Consortium,
            Name = new("青溪县紧密型县域医共体", "Qingxi County Medical Community"),
            Kind = ConsortiumKind.CountyCommunity,
        },
        new()
        {
            Id = DemoIds.Network,
            Name = new("云岭省远程医疗协作网", "Yunling Province Telemedicine Network"),
            Kind = ConsortiumKind.TelemedicineNetwork,
        },
    ];

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
        Site(ProvincialHospital, "云岭省立医院", "Yunling Provincial Hospital", InstitutionTier.Tertiary, InstitutionKind.Hospital),
        Site(Elsewhere, "霜林县人民医院", "Shuanglin County People's Hospital", InstitutionTier.County, InstitutionKind.Hospital),
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
        Member(ProvincialHospital, null, DemoIds.Network),
        Member(CountyHospital, ProvincialHospital, DemoIds.Network),
    ];

    public static readonly Agreement[] Agreements =
    [
        new()
        {
            Id = DemoIds.Agreement(1),
            FromInstitutionId = DemoIds.Institution(CountyHospital),
            ToInstitutionId = DemoIds.Institution(ProvincialHospital),
            Acts = [ConsortiumAct.Consult, ConsortiumAct.Refer, ConsortiumAct.Share],
            Document = "云岭远程〔2025〕17号",
            ValidFrom = _founded,
            ConfirmedAt = _founded,
        },
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
        Rooms(9, ProvincialHospital, "neurology", "神经内科", "Neurology"),
        Rooms(10, ProvincialHospital, "oncology", "肿瘤科", "Oncology"),
        Rooms(11, Elsewhere, "cardiology", "心血管内科", "Cardiology"),
    ];

    private static Institution Site(int number, string zh, string en, InstitutionTier tier, InstitutionKind kind) =>
        new() { Id = DemoIds.Institution(number), Name = new(zh, en), Tier = tier, Kind = kind };

    private static ConsortiumMember Member(int number, int? ledBy) => Member(number, ledBy, DemoIds.Consortium);

    private static ConsortiumMember Member(int number, int? ledBy, Guid consortium) => new()
    {
        ConsortiumId = consortium,
        InstitutionId = DemoIds.Institution(number),
        LedById = ledBy is { } leader ? DemoIds.Institution(leader) : null,
        JoinedAt = _founded,
    };

    private static Department Rooms(int number, int site, string specialty, string zh, string en) => new()
    {
        Id = DemoIds.Department(number),
        InstitutionId = DemoIds.Institution(site),
        Specialty = specialty,
        Name = new(zh, en),
    };
}
