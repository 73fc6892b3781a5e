using System.Globalization;

namespace Hamf.Pipeline.Registry;

/// <summary>Finds the version that a text means, in Hamf's words (<see cref="ModelReference"/>) or as a URI (<see cref="ModelUri"/>). Thread-safe.</summary>
/// <param name="models">Versions that Hamf can score with.</param>
/// <param name="registry">All versions.</param>
public sealed class ModelResolver(IModelStore models, IRegistryStore registry)
{
    private const int ListedMax = 10;

    /// <summary>The version to score with.</summary>
    /// <param name="text">What is named.</param>
    /// <param name="bareAlias">The alias that a bare name means.</param>
    /// <exception cref="FormatException">The text has none of the forms.</exception>
    /// <exception cref="KeyNotFoundException">There is no such version, or none that can be scored with; the message lists what there is.</exception>
    public ModelVersion Resolve(string text, string bareAlias = ModelReference.Champion)
    {
        if (!ModelUri.IsMeant(text))
        {
            return ModelReference.TryParse(text, out ModelReference reference)
                ? ByReference(text == reference.Name ? reference with { Alias = bareAlias } : reference)
                : throw new FormatException($"'{text}' is not NAME, NAME@ALIAS, NAME/VERSION, models:/NAME/VERSION, models:/NAME@ALIAS or runs:/RUN/PATH");
        }

        return ModelUri.TryParse(text, out ModelUri uri)
            ? Readable(registry.Find(uri) ?? throw Missing(text))
            : throw new FormatException(
                $"'{text}' is not models:/NAME/VERSION, models:/NAME/latest, models:/NAME/STAGE, models:/NAME@ALIAS, models:/m-ID or runs:/RUN/PATH");
    }

    /// <summary>The version that a text means, whether it can be scored with or not, or null.</summary>
    /// <param name="text">What is named.</param>
    /// <param name="bareAlias">The alias that a bare name means.</param>
    public RegisteredVersion? FindRegistered(string text, string bareAlias = ModelReference.Champion)
    {
        if (ModelUri.IsMeant(text))
        {
            return ModelUri.TryParse(text, out ModelUri uri) ? registry.Find(uri) : null;
        }

        return ModelReference.TryParse(text, out ModelReference reference)
            ? registry.Find(new ModelUri { Name = reference.Name, Version = reference.Version, Alias = text == reference.Name ? bareAlias : reference.Alias })
            : null;
    }

    private ModelVersion ByReference(ModelReference reference) => models.Find(reference)
        ?? Readable(registry.Find(new ModelUri { Name = reference.Name, Version = reference.Version, Alias = reference.Alias })
            ?? throw Missing(reference.ToString()));

    private ModelVersion Readable(RegisteredVersion found) => models.Find(new ModelReference(found.Name, null, found.Version)) ?? throw Unreadable(found);

    private KeyNotFoundException Missing(string text)
    {
        string[] known = [.. models.Names(0, ListedMax).Items.SelectMany(name => models.Newest(name, ListedMax))
            .Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Name}/{v.Version}")).Take(ListedMax)];
        return new KeyNotFoundException($"there is no model '{text}': " + (known.Length == 0
            ? "none is registered; 'hamf train DIR --data FILE' registers the first"
            : $"registered are {string.Join(", ", known)}"));
    }

    private KeyNotFoundException Unreadable(RegisteredVersion version)
    {
        string[] readable = [.. models.Newest(version.Name, ListedMax).Select(v => v.Version.ToString(CultureInfo.InvariantCulture))];
        string why = version.Unreadable ?? "its files have not been read yet";
        return new KeyNotFoundException(
            string.Create(CultureInfo.InvariantCulture, $"{version.Name}/{version.Version} is registered, but cannot be scored with: {why}; ")
            + (readable.Length == 0 ? "no other version can" : $"versions that can are {string.Join(", ", readable)}"));
    }
}
