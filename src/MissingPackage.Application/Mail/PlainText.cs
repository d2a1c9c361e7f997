using System.Text;
using MimeKit.Text;

namespace MissingPackage.Application.Mail;

/// <summary>Turns a message's HTML into the plain text beside it, so that the two never say different things.</summary>
public static class PlainText
{
    private static readonly HashSet<string> Paragraphs = new(StringComparer.OrdinalIgnoreCase) { "p", "h1", "h2", "ul", "ol", "blockquote", "div", "body", "hr" };

    private static readonly HashSet<string> Hidden = new(StringComparer.OrdinalIgnoreCase) { "head", "style", "title" };

    /// <summary>The text as a person would type it: paragraphs, "- " before list items, "&gt; " before quotations, a link's address on a line of its own.</summary>
    public static string Of(string html)
    {
        using var reader = new StringReader(html);
        var tokens = new HtmlTokenizer(reader);
        var writer = new Writer();
        var hidden = 0;
        string? href = null;
        while (tokens.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlTagToken tag when Hidden.Contains(tag.Name) && !tag.IsEmptyElement:
                    hidden += tag.IsEndTag ? -1 : 1;
                    break;
                case HtmlTagToken or HtmlDataToken when hidden > 0:
                    break;
                case HtmlDataToken data:
                    writer.Write(data.Data);
                    break;
                case HtmlTagToken { Id: HtmlTagId.A, IsEndTag: false } link:
                    href = link.Attributes.FirstOrDefault(a => a.Id == HtmlAttributeId.Href)?.Value;
                    break;
                case HtmlTagToken { Id: HtmlTagId.A }:
                    writer.WriteAddress(href);
                    break;
                case HtmlTagToken tag:
                    Break(writer, tag);
                    break;
            }
        }

        return writer.ToString();
    }

    private static void Break(Writer writer, HtmlTagToken tag)
    {
        if (tag.Id == HtmlTagId.Br)
        {
            writer.EndLine();
        }
        else if (tag.Id == HtmlTagId.LI)
        {
            writer.EndLine();
            if (!tag.IsEndTag)
            {
                writer.Start("- ");
            }
        }
        else if (Paragraphs.Contains(tag.Name))
        {
            writer.EndParagraph();
            if (tag.Id == HtmlTagId.BlockQuote)
            {
                writer.Prefix = tag.IsEndTag ? "" : "> ";
            }
        }
    }

    private sealed class Writer
    {
        private readonly StringBuilder _text = new();
        private readonly StringBuilder _line = new();

        public string Prefix { get; set; } = "";

        public void Start(string mark) => _line.Append(mark);

        /// <summary>Any run of white space is one space, and none begins a line.</summary>
        public void Write(string data)
        {
            foreach (var letter in data)
            {
                if (!char.IsWhiteSpace(letter) || letter == '\u00a0')
                {
                    _line.Append(letter);
                }
                else if (_line.Length > 0 && _line[^1] != ' ')
                {
                    _line.Append(' ');
                }
            }
        }

        public void WriteAddress(string? href)
        {
            if (href is null || !href.StartsWith("http", StringComparison.OrdinalIgnoreCase) || _line.ToString().EndsWith(href, StringComparison.Ordinal))
            {
                return;
            }

            _line.Append(':');
            EndLine();
            _line.Append(href);
            EndLine();
        }

        public void EndLine()
        {
            var line = _line.ToString().TrimEnd();
            _line.Clear();
            if (line.Length > 0)
            {
                _text.Append(Prefix).Append(line).Append('\n');
            }
        }

        public void EndParagraph()
        {
            EndLine();
            if (_text.Length > 0 && !_text.ToString(Math.Max(0, _text.Length - 2), Math.Min(2, _text.Length)).EndsWith("\n\n", StringComparison.Ordinal))
            {
                _text.Append('\n');
            }
        }

        public override string ToString()
        {
            EndLine();
            return _text.ToString().TrimEnd() + "\n";
        }
    }
}
