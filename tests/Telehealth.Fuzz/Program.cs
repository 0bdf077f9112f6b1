using Telehealth.Fuzz.Weaving;

return new WovenWorld().Run(args);
