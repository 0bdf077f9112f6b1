using Telehealth.Checkers;
using Telehealth.Checkers.Chaos;

return args switch
{
    ["check", .. var words] => CheckCommand.Run(words),
    ["chaos", .. var words] => await ChaosCommand.RunAsync(words),
    ["lab", .. var options] => await LabCommand.RunAsync(options),
    _ => Usage.Print(),
};
