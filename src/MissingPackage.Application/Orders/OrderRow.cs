using System.Text.RegularExpressions;
using MissingPackage.Application.Requests;
using MissingPackage.Data.Orders;
using MissingPackage.Domain.Carriers;
using MissingPackage.Domain.Deadlines;
using MissingPackage.Domain.Requests;

namespace MissingPackage.Application.Orders;

/// <summary>
/// Reads one row: an order, or what is wrong with it. Cells are text: one that begins like a formula stays what it is, and
/// is made harmless where it is written into a file again. Amounts and dates are read as customers may type them.
/// </summary>
public sealed partial class OrderRow(OrderMapping mapping, DateOnly today)
{
    /// <summary>How far ahead a delivery may be promised.</summary>
    private const int MaxDaysAhead = 366;

    private readonly List<(OrderField? Field, string Problem)> _problems = [];

    /// <summary>What is wrong with the row read last; the whole row is meant where there is no field.</summary>
    public IReadOnlyList<(OrderField? Field, string Problem)> Problems => _problems;

    /// <summary>Reads the row that the file is at.</summary>
    /// <returns>Null where something is wrong.</returns>
    public KnownOrder? Read(OrderFile file)
    {
        _problems.Clear();
        if (file.Problem is { } broken)
        {
            _problems.Add((null, broken));
            return null;
        }

        string? Cell(OrderField field, int longest = int.MaxValue)
        {
            var text = mapping[field] is { } column ? Unwrap(ReportAnswers.Tidy(file.Cell(column))) : "";
            if (text.Contains('\uFFFD', StringComparison.Ordinal))
            {
                Wrong(field, "A character can’t be read. Save the list as “CSV UTF-8”, then import it again.");
                return null;
            }

            if (text.Length > longest)
            {
                Wrong(field, $"At most {longest} characters fit; there are {text.Length}.");
                return null;
            }

            return text.Length == 0 ? null : text;
        }

        var number = Number(Cell(OrderField.Number, OrderFacts.MaxNumber));
        var email = Email(Cell(OrderField.Email, CustomerFacts.MaxEmail));
        var tracking = Tracking(Cell(OrderField.TrackingNumber, ShipmentInput.MaxPaste));
        var order = new KnownOrder
        {
            Number = number ?? "",
            Item = Cell(OrderField.Item, OrderFacts.MaxItem),
            SerialNumbers = Whole(OrderField.SerialNumbers, Cell(OrderField.SerialNumbers, OrderFacts.MaxSerialNumbers)),
            Value = Value(Cell(OrderField.Value)),
            Seller = Cell(OrderField.Seller, OrderFacts.MaxSeller),
            Carrier = Cell(OrderField.Carrier) is { } carrier ? CarrierNames.Find(carrier) : tracking?.Matches.FirstOrDefault(m => m.ChecksumHolds)?.Carrier,
            TrackingNumber = tracking?.Value,
            Line1 = Cell(OrderField.Line1, DeliveryAddress.MaxLine),
            Line2 = Cell(OrderField.Line2, DeliveryAddress.MaxLine),
            City = Cell(OrderField.City, DeliveryAddress.MaxCity),
            State = State(Cell(OrderField.State)),
            Zip = Zip(Cell(OrderField.Zip)),
            ExpectedDate = Date(Cell(OrderField.ExpectedDate)),
        };
        return _problems.Count > 0 ? null : order.Complete(email!, today);
    }

    private void Wrong(OrderField field, string problem) => _problems.Add((field, problem));

    private string? Number(string? text)
    {
        if (text is null)
        {
            Missing(OrderField.Number, "There is no order number in this row.");
        }
        else if (KnownOrder.NumberKeyOf(text).Length == 0)
        {
            Wrong(OrderField.Number, "An order number has letters or digits.");
        }

        return Whole(OrderField.Number, text);
    }

    private string? Email(string? text)
    {
        if (text is null)
        {
            Missing(OrderField.Email, "There is no email address in this row.");
        }
        else if (!ContactInputValidator.IsAddress(text))
        {
            Wrong(OrderField.Email, "This isn’t an email address such as name@example.com.");
        }

        return text;
    }

    // Where the cell itself couldn't be read, that has been said.
    private void Missing(OrderField field, string problem)
    {
        if (!_problems.Exists(found => found.Field == field))
        {
            Wrong(field, problem);
        }
    }

    private decimal? Value(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var value = TypedMoney.Read(text);
        if (value is null)
        {
            Wrong(OrderField.Value, "This isn’t an amount in US dollars such as 84.50 or $1,299.00.");
        }
        else if (value > OrderFacts.MaxValue)
        {
            Wrong(OrderField.Value, $"At most {TypedMoney.Show(OrderFacts.MaxValue)} can be reported.");
        }

        return value > 0 ? value : null; // a gift has no price: the customer is asked
    }

    private TrackingNumber? Tracking(string? text)
    {
        var number = TrackingNumber.Recognise(Whole(OrderField.TrackingNumber, text));
        if (number is { Matches.Count: 0 } && text!.Length > TrackingNumber.MaxLength)
        {
            Wrong(OrderField.TrackingNumber, $"No tracking number is seen in it, and at most {TrackingNumber.MaxLength} characters are kept.");
        }

        return number;
    }

    /// <summary>Spreadsheets write 9400111206206406260787 as 9.40011E+21: the digits are gone.</summary>
    private string? Whole(OrderField field, string? text)
    {
        if (text is not null && ShortenedNumber().IsMatch(text))
        {
            Wrong(field, "The spreadsheet has shortened this number, and its digits are lost. Give the column the format “Text” before the numbers go in.");
        }

        return text;
    }

    private string? State(string? text)
    {
        var state = UsStates.Find(text);
        if (text is not null && state is null)
        {
            Wrong(OrderField.State, "This isn’t a state or territory of the United States, such as NY or New York.");
        }

        return state?.Code;
    }

    private string? Zip(string? text)
    {
        var zip = text is null ? null : AddressInputValidator.ReadZip(text);
        if (text is not null && zip is null)
        {
            Wrong(OrderField.Zip, "A ZIP Code has 5 digits, or 9. Spreadsheets drop a leading zero: give the column the format “Text”.");
        }

        return zip;
    }

    private DateOnly? Date(string? text)
    {
        if (text is null)
        {
            return null;
        }

        // Shops write the hour too.
        var read = TypedDate.Read(DayWithTime().Match(text) is { Success: true } match ? match.Groups["day"].Value : text, today);
        if (read.Date is null)
        {
            Wrong(OrderField.ExpectedDate, read.Problem!);
        }
        else if (read.Date > today.AddDays(MaxDaysAhead))
        {
            Wrong(OrderField.ExpectedDate, "This day is more than a year ahead. Check the year.");
        }

        return read.Date;
    }

    /// <summary>Programs write ="01234" so that a spreadsheet keeps the zero; the number is meant.</summary>
    private static string Unwrap(string text) => WrappedNumber().Match(text) is { Success: true } match ? match.Groups["text"].Value : text;

    [GeneratedRegex("""^="(?<text>[A-Za-z0-9 \-]*)"$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WrappedNumber();

    [GeneratedRegex(@"^[0-9]([.,][0-9]+)?E\+[0-9]{1,3}$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ShortenedNumber();

    [GeneratedRegex(@"^(?<day>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})[T ][0-9]{1,2}:[0-9]{2}.{0,30}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DayWithTime();
}
