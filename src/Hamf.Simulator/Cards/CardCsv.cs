using System.Buffers;
using System.Globalization;
using System.Text;

namespace Hamf.Simulator.Cards;

/// <summary>Payments as CSV lines: the 22 columns of the public data behind an unnamed index column, UTF-8, LF.</summary>
public static class CardCsv
{
    /// <summary>The header line without its line break.</summary>
    public const string Header =
        ",trans_date_trans_time,cc_num,merchant,category,amt,first,last,gender,street,city,state,zip,lat,long,city_pop,job,dob,trans_num,"
        + "unix_time,merch_lat,merch_long,is_fraud";

    /// <summary>Writes the header line.</summary>
    public static void WriteHeader(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Encoding.UTF8.GetBytes(Header + "\n", output);
    }

    /// <summary>Writes one payment.</summary>
    /// <param name="output">Receives the line with its line break.</param>
    /// <param name="payment">The payment.</param>
    /// <param name="index">Value of the index column.</param>
    public static void WriteLine(IBufferWriter<byte> output, CardPayment payment, long index)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(payment);
        var line = new Utf8Line(output);
        CardHolder holder = payment.Holder;
        line.Number(index);
        line.Time(payment.Time);
        line.Number(payment.CardNumber);
        line.Text(payment.Merchant);
        line.Text(payment.Category);
        line.Number(payment.Amount);
        line.Text(holder.First);
        line.Text(holder.Last);
        line.Text(holder.Gender);
        line.Text(holder.Street);
        line.Text(holder.City);
        line.Text(holder.State);
        line.Text(holder.Zip);
        line.Number(holder.Latitude);
        line.Number(holder.Longitude);
        line.Number(holder.CityPopulation);
        line.Text(holder.Job);
        line.Date(holder.BirthDate);
        line.Text(payment.Id);
        line.Number(payment.Time.ToUnixTimeSeconds());
        line.Number(payment.MerchantLatitude);
        line.Number(payment.MerchantLongitude);
        line.Number(payment.IsFraud ? 1L : 0L);
        line.End();
    }

    /// <summary>Fields of one line, written straight into the output.</summary>
    private ref struct Utf8Line(IBufferWriter<byte> output)
    {
        // The longest line is below 500 bytes: all texts come from word lists.
        private const int SizeMax = 2048;
        private readonly Span<byte> _bytes = output.GetSpan(SizeMax);
        private int _length;

        public void Number(long value)
        {
            value.TryFormat(_bytes[_length..], out int written, default, CultureInfo.InvariantCulture);
            Next(written);
        }

        public void Number(double value)
        {
            value.TryFormat(_bytes[_length..], out int written, default, CultureInfo.InvariantCulture);
            Next(written);
        }

        public void Time(DateTimeOffset value)
        {
            value.TryFormat(_bytes[_length..], out int written, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            Next(written);
        }

        public void Date(DateOnly value)
        {
            value.TryFormat(_bytes[_length..], out int written, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            Next(written);
        }

        public void Text(string value)
        {
            bool quoted = value.Contains(',', StringComparison.Ordinal);
            if (quoted)
            {
                _bytes[_length++] = (byte)'"';
            }

            _length += Encoding.UTF8.GetBytes(value, _bytes[_length..]);
            if (quoted)
            {
                _bytes[_length++] = (byte)'"';
            }

            Next(0);
        }

        public void End()
        {
            _bytes[_length - 1] = (byte)'\n';
            output.Advance(_length);
        }

        private void Next(int written)
        {
            _length += written;
            _bytes[_length++] = (byte)',';
        }
    }
}
