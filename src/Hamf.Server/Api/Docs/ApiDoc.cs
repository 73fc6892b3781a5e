using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hamf.Server.Api;

/// <summary>
/// What the API description says about one call. Bodies are given as examples, from which their schemas are read off, so that what is
/// documented can be posted as it stands; the tests do.
/// </summary>
internal sealed record ApiDoc
{
    /// <summary>Unique name of the call for generated clients.</summary>
    public required string Id { get; init; }

    /// <summary>The group it is shown in.</summary>
    public required string Tag { get; init; }

    /// <summary>One line.</summary>
    public required string Summary { get; init; }

    /// <summary>What else there is to know.</summary>
    public string Description { get; init; } = "";

    /// <summary>Query parameters: name, meaning, JSON type.</summary>
    public IReadOnlyList<(string Name, string Meaning, string Type)> Query { get; init; } = [];

    /// <summary>Bodies, each with what it stands for and its JSON; none where nothing is sent.</summary>
    public IReadOnlyList<(string Name, string Json)> Bodies { get; init; } = [];

    /// <summary>Fields of a multipart body: name, meaning, whether it is a file; none where JSON is sent.</summary>
    public IReadOnlyList<(string Name, string Meaning, bool IsFile)> Form { get; init; } = [];

    /// <summary>Whether the body may be left out. <value>false</value></summary>
    public bool BodyIsOptional { get; init; }

    /// <summary>The status of success. <value>200</value></summary>
    public int Status { get; init; } = 200;

    /// <summary>The content type of success. <value>application/json</value></summary>
    public string ContentType { get; init; } = JsonReply.ContentType;

    /// <summary>Answers, each with what it stands for and its text.</summary>
    public required IReadOnlyList<(string Name, string Text)> Answers { get; init; }

    /// <summary>Problems: the status and when it occurs.</summary>
    public IReadOnlyList<(int Status, string When)> Problems { get; init; } = [];
}

/// <summary>Attaches descriptions to calls.</summary>
internal static class ApiDocs
{
    /// <summary>The problems of every call that takes a JSON body.</summary>
    public static readonly IReadOnlyList<(int Status, string When)> BodyProblems =
    [
        (400, "The body is not JSON, or not of a form that is understood."),
        (413, "The body is too large or holds too many rows."),
        (415, "The body is not application/json in UTF-8."),
        (422, "Values are missing or not acceptable; `errors` names row, field, rule and value of each."),
    ];

    /// <summary>Adds the description, and what the API explorer needs to list a handler that is a plain request delegate.</summary>
    public static void Describe(this IEndpointConventionBuilder route, ApiDoc doc)
    {
        route.WithMetadata(doc, new EndpointNameMetadata(doc.Id), new TagsAttribute(doc.Tag), Listed.Method);
    }

    private static class Listed
    {
        [SuppressMessage("Style", "IDE0060", Justification = "The parameter is what marks the handler as one that reads the request itself.")]
        private static Task Handle(HttpContext http) => Task.CompletedTask;

        public static System.Reflection.MethodInfo Method { get; } = ((RequestDelegate)Handle).Method;
    }
}
