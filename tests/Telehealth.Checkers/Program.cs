using Telehealth.Checkers;

return args switch
{
    ["lab", .. var options] => await LabCommand.RunAsync(options),
    _ => Usage.Print(),
};
