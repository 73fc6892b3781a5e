using Hamf.Adapters.Relational;
using Hamf.TestKit;

namespace Hamf.Adapters.Tests.Relational;

public sealed class PostgresUrlTests
{
    private const string Secret = "s3cr3t";

    [Theory]
    [InlineData("postgres://anna:s3cr3t@db.example:6543/fraud?sslmode=require&schema=hamf", "db.example", 6543, "fraud", "anna", "s3cr3t", "require", "hamf")]
    [InlineData("postgresql://anna:s3cr3t@db.example/fraud", "db.example", 5432, "fraud", "anna", "s3cr3t", "prefer", "public")]
    [InlineData("POSTGRES://anna:s3cr3t@db.example/fraud", "db.example", 5432, "fraud", "anna", "s3cr3t", "prefer", "public")]
    [InlineData("postgres://anna@db.example", "db.example", 5432, "anna", "anna", null, "prefer", "public")]
    [InlineData("postgres://an%40na:p%40ss%2Fw%3Ard%23%251@h/d", "h", 5432, "d", "an@na", "p@ss/w:rd#%1", "prefer", "public")]
    [InlineData("postgres://anna:p@ss:w/o#rd@h:1/d", "h", 1, "d", "anna", "p@ss:w/o#rd", "prefer", "public")]
    [InlineData("postgres://anna:s3cr3t@[::1]:5433/d", "::1", 5433, "d", "anna", "s3cr3t", "prefer", "public")]
    [InlineData("postgres://anna:s3cr3t@%2Fvar%2Frun%2Fpostgresql/d", "/var/run/postgresql", 5432, "d", "anna", "s3cr3t", "prefer", "public")]
    [InlineData("postgres://anna:s3cr3t@/d?host=/var/run/postgresql&port=5433", "/var/run/postgresql", 5433, "d", "anna", "s3cr3t", "prefer", "public")]
    [InlineData("postgres://h/d?user=anna&password=s3cr3t&dbname=e", "h", 5432, "e", "anna", "s3cr3t", "prefer", "public")]
    [InlineData("postgres://u1:p3a0b@ec2-1-2-3-4.compute-1.amazonaws.com:5432/d5f6", "ec2-1-2-3-4.compute-1.amazonaws.com", 5432, "d5f6", "u1", "p3a0b", "prefer", "public")]
    public void Reads_the_forms_that_hosts_give(
        string url, string host, int port, string database, string user, string? password, string tls, string schema)
    {
        PostgresOptions options = PostgresUrl.Parse(url);

        Assert.Equal(
            (host, port, database, user, password, tls, schema),
            (options.Host, options.Port, options.Database, options.User, options.Password, options.TlsMode, options.Schema));
    }

    [Fact]
    public void Reads_limits()
    {
        PostgresOptions options = PostgresUrl.Parse("postgres://anna@h/d?connect_timeout=3&statement_timeout=120&pool=7&sslmode=verify-full&sslrootcert=/etc/ca.pem");

        Assert.Equal(
            (TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(2), 7, "/etc/ca.pem"),
            (options.ConnectTimeout, options.StatementTimeout, options.ConnectionsMax, options.RootCertificatePath));
    }

    [Theory]
    [InlineData("mysql://anna:s3cr3t@h/d", "postgres://")]
    [InlineData("postgres://anna:s3cr3t@/d", "no host")]
    [InlineData("postgres://h/d", "no user")]
    [InlineData("postgres://anna:s3cr3t@h:port/d", "whole number")]
    [InlineData("postgres://anna:s3cr3t?x@h/d", "percent signs")]
    [InlineData("postgres://anna:s3cr3t%@h/d", "%25")]
    [InlineData("postgres://anna:s3cr3t%4@h/d", "%25")]
    [InlineData("postgres://anna:s3cr3t@h/d?sslmode=always", "sslmode")]
    [InlineData("postgres://anna:s3cr3t@h/d?schema=Fraud", "lower-case")]
    [InlineData("postgres://anna:s3cr3t@h/d?schema=a%3Bdrop", "lower-case")]
    [InlineData("postgres://anna:s3cr3t@h/d?schema=a&schema=b", "twice")]
    [InlineData("postgres://anna:s3cr3t@h/d?colour=red", "colour")]
    [InlineData("postgres://anna:s3cr3t@h:70000/d", "65535")]
    [InlineData("postgres://anna:s3cr3t@h/d?pool=1", "2 to 1000")]
    [InlineData("postgres://anna:s3cr3t@::1/d", "whole number")]
    public void Refuses_without_a_word_of_the_password(string url, string says)
    {
        FormatException error = Assert.Throws<FormatException>(() => PostgresUrl.Parse(url));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_addresses_are_read_or_refused_and_nothing_else() => Seeds.ForEach(3, random =>
    {
        for (int i = 0; i < 2_000; i++)
        {
            char[] url = $"postgres://anna:{Secret}@[::1]:5432/d?sslmode=require&schema=x&pool=5".ToCharArray();
            url[random.Next(url.Length)] = (char)random.Next(1, 127);
            string text = new(url, 0, random.Next(url.Length));
            try
            {
                PostgresUrl.Parse(text);
            }
            catch (FormatException e)
            {
                Assert.DoesNotContain(Secret, e.ToString(), StringComparison.Ordinal);
            }
        }
    });

    [Theory]
    [InlineData("mongodb://x")]
    [InlineData("hamf.db")]
    [InlineData("sqlite://")]
    public void Other_addresses_are_refused(string address) =>
        Assert.Throws<FormatException>(() => Databases.Open(address, "unused.db", () => "home", TimeProvider.System));

    [Fact]
    public void Opens_the_file_that_a_SQLite_address_names()
    {
        using var folder = new TempFolder();

        using (Database database = Databases.Open("sqlite:///" + folder.File("named.db"), folder.File("home.db"), () => "home", TimeProvider.System))
        {
            Assert.Equal("home", database.HomeId);
        }

        Assert.True(File.Exists(folder.File("named.db")));
        Assert.False(File.Exists(folder.File("home.db")));
    }
}
