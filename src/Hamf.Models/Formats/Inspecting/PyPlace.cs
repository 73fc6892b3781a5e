namespace Hamf.Models.Formats.Inspecting;

/// <summary>How a value is in another one.</summary>
internal enum PyPlace
{
    /// <summary>As an item of a list, a tuple, a set or an array of objects.</summary>
    Item,

    /// <summary>As an entry of a dictionary.</summary>
    Entry,

    /// <summary>As an attribute of an object.</summary>
    Attribute,

    /// <summary>As the whole state of an object, where that is no dictionary.</summary>
    State,

    /// <summary>As what an object was made from.</summary>
    Argument,
}
