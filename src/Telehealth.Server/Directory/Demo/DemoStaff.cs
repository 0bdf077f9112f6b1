using Telehealth.Identity;
using static Telehealth.Directory.Demo.DemoSites;

namespace Telehealth.Directory.Demo;

/// <summary>Where somebody of the demo works; a doctor may have several places.</summary>
internal sealed record DemoPlace(StaffRole Role, int Site, int? Department = null, string? Title = null);

internal sealed record DemoPerson(
    int Number, string UserName, LocalizedName Name, DemoPlace[] Places, int Capacity = 1, string Languages = "zh")
{
    /// <summary>Those of one kind graduated one after the other; all are long enough in practice.</summary>
    public DateOnly LicensedSince => new(1998 + (Number % 17), 7, 1);

    public LicenceCategory? Category => Places[0] switch
    {
        { Role: StaffRole.Pharmacist } => LicenceCategory.Pharmacist,
        { Role: StaffRole.ClinicDoctor, Title: "乡村医生" } => LicenceCategory.VillageDoctor,
        { Role: StaffRole.ClinicDoctor } => LicenceCategory.Clinical,
        { Role: StaffRole.Specialist } place => SpecialtyOf(place) == "tcm" ? LicenceCategory.Tcm : LicenceCategory.Clinical,
        _ => null,
    };

    /// <summary>The specialties of the rooms where somebody works.</summary>
    public string? Scope => string.Join(',', Places.Select(SpecialtyOf).OfType<string>().Distinct()) is { Length: > 0 } scope ? scope : null;

    private static string? SpecialtyOf(DemoPlace place) =>
        place.Department is { } number ? Departments.Single(department => department.Id == DemoIds.Department(number)).Specialty : null;
}

internal static class DemoStaff
{
    private const string Chief = "主任医师";
    private const string AssociateChief = "副主任医师";
    private const string Attending = "主治医师";

    public static readonly DemoPerson[] People =
    [
        Specialist(1, "dr-li", "李建国", "Li Jianguo", 1, Chief),
        Specialist(2, "dr-wang", "王雅琴", "Wang Yaqin", 1, AssociateChief) with { Capacity = 2, Languages = "zh,en" },
        Specialist(3, "dr-zhang", "张海燕", "Zhang Haiyan", 2, Chief),
        Specialist(4, "dr-liu", "刘振华", "Liu Zhenhua", 2, Attending),
        Specialist(5, "dr-chen", "陈志远", "Chen Zhiyuan", 3, AssociateChief),
        Specialist(6, "dr-yang", "杨晓梅", "Yang Xiaomei", 3, Attending),
        Specialist(7, "dr-zhao", "赵文静", "Zhao Wenjing", 4, Chief),
        Specialist(8, "dr-huang", "黄思远", "Huang Siyuan", 4, Attending),
        Specialist(9, "dr-zhou", "周立新", "Zhou Lixin", 5, AssociateChief),
        Specialist(10, "dr-wu", "吴敏", "Wu Min", 5, Attending),
        Person(
            11,
            "dr-xu",
            "徐怀仁",
            "Xu Huairen",
            new DemoPlace(StaffRole.Specialist, TcmHospital, 6, Chief),
            new DemoPlace(StaffRole.Specialist, CountyHospital, 7, Chief)),
        Person(12, "dr-sun", "孙佩兰", "Sun Peilan", new DemoPlace(StaffRole.Specialist, TcmHospital, 6, AssociateChief)),
        Person(13, "clinic-ma", "马春生", "Ma Chunsheng", new DemoPlace(StaffRole.ClinicDoctor, Liuhe, Title: "全科医师")),
        Person(14, "clinic-he", "何秀英", "He Xiuying", new DemoPlace(StaffRole.ClinicDoctor, Shangwan, Title: "乡村医生")),
        Person(15, "clinic-gao", "高志强", "Gao Zhiqiang", new DemoPlace(StaffRole.ClinicDoctor, Shiqiao, Title: "全科医师")),
        Person(16, "clinic-lin", "林桂芳", "Lin Guifang", new DemoPlace(StaffRole.ClinicDoctor, Dagou, Title: "乡村医生")),
        Person(17, "pharmacist-luo", "罗静", "Luo Jing", new DemoPlace(StaffRole.Pharmacist, CountyHospital, Title: "主管药师")),
        Person(18, "pharmacist-tang", "唐国平", "Tang Guoping", new DemoPlace(StaffRole.Pharmacist, TcmHospital, Title: "主管中药师")),
        Person(19, "coordinator-deng", "邓丽华", "Deng Lihua", new DemoPlace(StaffRole.Coordinator, CountyHospital)),
        Person(20, "coordinator-feng", "冯涛", "Feng Tao", new DemoPlace(StaffRole.Coordinator, TcmHospital)),
        Person(21, "admin-qian", "钱卫东", "Qian Weidong", new DemoPlace(StaffRole.Administrator, CountyHospital)),
        Person(22, "dr-ding", "丁一鸣", "Ding Yiming", new DemoPlace(StaffRole.Specialist, Liuhe, 8, Attending)),
        Person(23, "dr-gu", "顾明川", "Gu Mingchuan", new DemoPlace(StaffRole.Specialist, ProvincialHospital, 9, Chief)),
        Person(24, "dr-meng", "孟若兰", "Meng Ruolan", new DemoPlace(StaffRole.Specialist, ProvincialHospital, 10, AssociateChief)),
        Person(25, "coordinator-shi", "施雨", "Shi Yu", new DemoPlace(StaffRole.Coordinator, ProvincialHospital)),
        Person(26, "admin-lu", "陆正平", "Lu Zhengping", new DemoPlace(StaffRole.Administrator, ProvincialHospital)),
        Person(27, "dr-jiang", "江海平", "Jiang Haiping", new DemoPlace(StaffRole.Specialist, Elsewhere, 11, Chief)),
        Person(28, "clinic-bai", "白素云", "Bai Suyun", new DemoPlace(StaffRole.ClinicDoctor, Elsewhere, Title: "全科医师")),
        Person(29, "pharmacist-yu", "余清", "Yu Qing", new DemoPlace(StaffRole.Pharmacist, Elsewhere, Title: "主管药师")),
        Person(30, "coordinator-pan", "潘敏", "Pan Min", new DemoPlace(StaffRole.Coordinator, Elsewhere)),
        Person(31, "admin-cui", "崔立国", "Cui Liguo", new DemoPlace(StaffRole.Administrator, Elsewhere)),
    ];

    private static DemoPerson Specialist(int number, string userName, string zh, string en, int department, string title) =>
        Person(number, userName, zh, en, new DemoPlace(StaffRole.Specialist, CountyHospital, department, title));

    private static DemoPerson Person(int number, string userName, string zh, string en, params DemoPlace[] places) =>
        new(number, userName, new LocalizedName(zh, en), places);
}
