namespace Hamf.Pipeline.Registry.Tracking;

/// <summary>Logged models of MLflow 3. Thread-safe; every writing call is durable when it returns. Refusals are <see cref="RegistryException"/>.</summary>
public interface ILoggedModelStore
{
    /// <summary>Creates a pending model in an active experiment.</summary>
    /// <exception cref="StoreException">There is one of that id, deleted or not.</exception>
    LoggedModel Create(NewLoggedModel model);

    /// <summary>The model, or null when there is none or it is deleted.</summary>
    LoggedModel? Find(string modelId);

    /// <summary>Says how a model stands.</summary>
    LoggedModel Finalize(string modelId, LoggedModelStatus status);

    /// <summary>Deletes a model; its row stays until it is deleted for good.</summary>
    void Delete(string modelId);

    /// <summary>Sets tags.</summary>
    LoggedModel SetTags(string modelId, IReadOnlyList<KeyValuePair<string, string>> tags);

    /// <summary>Deletes a tag; one that is missing is refused.</summary>
    void DeleteTag(string modelId, string key);

    /// <summary>Adds parameters; one that is there with another value is refused.</summary>
    void LogParams(string modelId, IReadOnlyList<KeyValuePair<string, string>> parameters);

    /// <summary>Searches; ties by creation, newest first, then id.</summary>
    Page<LoggedModel> Search(LoggedModelSearch search);
}
