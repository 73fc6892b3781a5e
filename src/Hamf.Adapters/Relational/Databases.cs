namespace Hamf.Adapters.Relational;

/// <summary>Opens the database that an address names.</summary>
public static class Databases
{
    private const string SqliteScheme = "sqlite://";

    /// <summary>Opens the database and brings its schema up to date.</summary>
    /// <param name="address">
    /// <c>postgres://...</c> (see <see cref="PostgresUrl"/>), <c>sqlite:///FILE</c> where an absolute path has a fourth slash; null or empty for the
    /// file of the home.
    /// </param>
    /// <param name="home">The file of the home.</param>
    /// <param name="homeId">What tells this home from others that may use the same database; asked for only when it is not the home's own file.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="FormatException">The address cannot be used; the message does not repeat it, since it may hold a password.</exception>
    /// <exception cref="Hamf.Pipeline.Registry.StoreException">The database cannot be opened.</exception>
    public static Database Open(string? address, string home, Func<string> homeId, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(homeId);
        if (string.IsNullOrEmpty(address))
        {
            return new SqliteDatabase(new SqliteOptions { Path = home }, time);
        }

        if (PostgresUrl.IsOne(address))
        {
            return new PostgresDatabase(PostgresUrl.Parse(address), time) { HomeId = homeId() };
        }

        if (address.StartsWith(SqliteScheme + "/", StringComparison.OrdinalIgnoreCase) && address.Length > SqliteScheme.Length + 1)
        {
            return new SqliteDatabase(new SqliteOptions { Path = address[(SqliteScheme.Length + 1)..] }, time) { HomeId = homeId() };
        }

        throw new FormatException("The address of the database must begin with postgres://, postgresql:// or sqlite:///; leave it out for the file in the home folder.");
    }
}
