namespace Hamf.Server.Mlflow;

/// <summary>How long and how many the values of a call may be: the limits of MLflow's own server, which its clients know.</summary>
internal static class MlflowLimits
{
    public const int KeyCharsMax = 250;
    public const int ParamCharsMax = 6000;
    public const int RunTagCharsMax = 8000;
    public const int ExperimentTagCharsMax = 5000;
    public const int ExperimentNameCharsMax = 500;
    public const int ArtifactLocationCharsMax = 2048;

    public const int ModelNameCharsMax = 500;
    public const int ModelTypeCharsMax = 500;

    public const int BatchMetricsMax = 1000;
    public const int BatchParamsMax = 100;
    public const int BatchTagsMax = 100;
    public const int BatchEntitiesMax = 1000;

    public const int UserIdCharsMax = 256;

    // MLflow makes ids of 34 characters. Indexes hold them, and PostgreSQL refuses what is too long for one.
    public const int ModelIdCharsMax = 100;

    public const int DatasetNameCharsMax = 500;
    public const int DatasetDigestCharsMax = 36;
    public const int DatasetSourceTypeCharsMax = 500;
    public const int DatasetSourceCharsMax = 65_535;
    public const int DatasetSchemaCharsMax = 1_048_575;
    public const int DatasetProfileCharsMax = 16_777_215;
    public const int InputTagKeyCharsMax = 255;
    public const int InputTagValueCharsMax = 500;

    // MLflow's own server has none; its clients send 1,000.
    public const int BatchDatasetsMax = 10_000;

    // A search names its datasets one by one in the statement, and statements may not nest deeper than 1,000.
    public const int SearchDatasetsMax = 100;
}
