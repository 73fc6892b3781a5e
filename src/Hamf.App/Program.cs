using System.Globalization;
using Hamf.App.Commands;

// One culture everywhere: what a command prints and reads does not depend on the machine's language.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;

return await HamfCommand.InvokeAsync(args).ConfigureAwait(false);
