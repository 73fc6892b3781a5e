using System.Data.Common;

namespace Hamf.Adapters.Relational;

/// <summary>A database that <see cref="Migrations"/> brings up to date: what each database does in its own way.</summary>
internal abstract class SchemaUpgrade
{
    /// <summary>An open connection.</summary>
    public abstract DbConnection Connection { get; }

    /// <summary>The words of this database.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>What and where it is, for messages.</summary>
    public abstract string Name { get; }

    /// <summary>What to do instead of using a newer program.</summary>
    public abstract string HowToGoBack { get; }

    /// <summary>Whether any step was ever applied.</summary>
    public abstract bool HasSteps();

    /// <summary>Keeps what is there before a step of this number is reached, where that is ours to do.</summary>
    public abstract void Backup(int before);

    /// <summary>Runs all of the work or nothing, alone among processes.</summary>
    public abstract void InTransaction(Action<DbTransaction> work);
}
