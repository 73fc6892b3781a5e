namespace Hamf.Server.Api;

/// <summary>Description of the import call.</summary>
internal static class ImportDocs
{
    public static readonly ApiDoc Import = new()
    {
        Id = "importModel",
        Tag = "Models",
        Summary = "Register a model trained elsewhere",
        Description = "Files of scikit-learn, XGBoost, LightGBM or CatBoost, those that belong together in one request: model, vectorizer, scaler, label encoder, list of features. "
            + "They are read as data; nothing in them is executed. The same files with the same options are the same version. The first version with a score is served at once.",
        Form =
        [
            ("file", "The files, one part each, any name.", true),
            ("name", "The name to register the model under; not needed with a detector.", false),
            ("detector", "The text of a detector.yaml whose features are the model's inputs; else one is made.", false),
            ("positive", "The class whose probability is the score.", false),
            ("threshold", "The score from which on a decision is positive, 0 to 1.", false),
            ("classes", "Names for the classes, separated by commas.", false),
            ("columns", "Names for the inputs, separated by commas, in the order of training.", false),
            ("map", "COLUMN=INPUT, separated by commas: the column that an input is read from.", false),
            ("leave_out", "Files or entries of a dictionary that do not belong to the model.", false),
            ("alias", "An alias to point at the version, such as champion.", false),
        ],
        Answers =
        [
            ("imported", """
                {"name":"PhishingModel","version":1,"aliases":["champion"],"run_id":"0123456789abcdef0123456789abcdef","known":false,"algorithm":"logistic",
                 "has_score":true,"positive":"1","threshold":0.5,"classes":["0","1"],"inputs":["url_length","dots"],
                 "notes":["model.pkl: LogisticRegression predicts 2 classes (0, 1) from 2 inputs"],"warnings":[],"problems":[]}
                """),
        ],
        Problems =
        [
            (400, "The body is not complete multipart/form-data, or holds no file."),
            (413, "The files are too large or too many."),
            (415, "The body is not multipart/form-data."),
            (422, "The files hold no model that can be imported (`not_importable`), or an option is not acceptable."),
        ],
    };
}
