namespace Hamf.TestKit.Mlflow;

/// <summary>An error that the double answers with.</summary>
internal sealed class MlflowRefusal(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static MlflowRefusal Missing(string message) => new(404, "RESOURCE_DOES_NOT_EXIST", message);

    public static MlflowRefusal Exists(string message) => new(400, "RESOURCE_ALREADY_EXISTS", message);

    public static MlflowRefusal Invalid(string message) => new(400, "INVALID_PARAMETER_VALUE", message);

    public static MlflowRefusal NoSuchCall() => new(404, "ENDPOINT_NOT_FOUND", "no such call");
}
