using System.Globalization;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using MissingPackage.Application.Text;

namespace MissingPackage.Web.Pages.Shared;

/// <summary>What every field of a form shares: a label, a hint, the error beside it, and the wires between them.</summary>
public abstract class FieldPart : TagHelper
{
    [HtmlAttributeName("asp-for")]
    public ModelExpression For { get; set; } = null!;

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    protected string Name => ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);

    protected string Id => TagBuilder.CreateSanitizedId(Name, "_");

    protected IEnumerable<string> Errors =>
        ViewContext.ViewData.ModelState.TryGetValue(Name, out var entry)
            ? entry.Errors.Select(error => error.ErrorMessage).Where(message => message.Length > 0)
            : [];

    protected string? DescribedBy
    {
        get
        {
            var ids = new List<string>();
            if (Hint is not null)
            {
                ids.Add(Id + "-hint");
            }

            if (Errors.Any())
            {
                ids.Add(Id + "-error");
            }

            return ids.Count == 0 ? null : string.Join(' ', ids);
        }
    }

    protected static TagBuilder Element(string tag, string? cssClass = null, string? text = null)
    {
        var element = new TagBuilder(tag);
        if (cssClass is not null)
        {
            element.AddCssClass(cssClass);
        }

        if (text is not null)
        {
            element.InnerHtml.Append(text);
        }

        return element;
    }

    protected void WriteHintAndErrors(IHtmlContentBuilder into)
    {
        if (Hint is not null)
        {
            var hint = Element("p", "hint", Hint);
            hint.Attributes["id"] = Id + "-hint";
            into.AppendHtml(hint);
        }

        if (Errors.Any())
        {
            var error = Element("p", "err");
            error.Attributes["id"] = Id + "-error";
            error.InnerHtml.AppendHtml(Element("span", "sr", "Error: "));
            error.InnerHtml.Append(string.Join(' ', Errors));
            into.AppendHtml(error);
        }
    }

    protected void Wire(TagBuilder control)
    {
        ArgumentNullException.ThrowIfNull(control);
        if (DescribedBy is { } ids)
        {
            control.Attributes["aria-describedby"] = ids;
        }

        if (Errors.Any())
        {
            control.Attributes["aria-invalid"] = "true";
        }
    }
}

/// <summary>
/// A text field, a text area (<c>rows</c>) or a drop-down (<c>options</c>). It has no maxlength: a browser cuts what is pasted
/// without a word, while the rule of the property says what is too long and keeps all of it.
/// </summary>
[HtmlTargetElement("mp-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FieldTagHelper : FieldPart
{
    public string Type { get; set; } = "text";

    public bool Optional { get; set; }

    public string? Autocomplete { get; set; }

    public string? Autocapitalize { get; set; }

    public string? Inputmode { get; set; }

    public string? Spellcheck { get; set; }

    /// <summary>A sign in front of the field, such as $.</summary>
    public string? Prefix { get; set; }

    /// <summary>Lines of a text area; a single-line field where null.</summary>
    public int? Rows { get; set; }

    /// <summary>The field's width in characters of expected text: 10, 16, 20 or 24; full where null.</summary>
    public int? Width { get; set; }

    /// <summary>Whether scripts may offer a calendar.</summary>
    public bool Date { get; set; }

    public IReadOnlyList<Choice>? Options { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "field");

        var label = Element("label", null, Label);
        label.Attributes["for"] = Id;
        if (Optional)
        {
            label.InnerHtml.AppendHtml(Element("span", "soft", " (optional)"));
        }

        output.Content.AppendHtml(label);
        WriteHintAndErrors(output.Content);
        var control = Options is not null ? Select() : Rows is not null ? TextArea() : Input();
        control.Attributes["id"] = Id;
        control.Attributes["name"] = Name;
        Add(control, "autocomplete", Autocomplete);
        Add(control, "autocapitalize", Autocapitalize);
        Add(control, "inputmode", Inputmode);
        Add(control, "spellcheck", Spellcheck);
        if (Width is not null)
        {
            control.AddCssClass($"w{Width}");
        }

        Wire(control);
        if (Date)
        {
            // Where a script may add its button: it mustn't move the field, which somebody may be typing into already.
            var row = Element("span", "dated");
            row.InnerHtml.AppendHtml(control);
            output.Content.AppendHtml(row);
            return;
        }

        if (Prefix is null)
        {
            output.Content.AppendHtml(control);
            return;
        }

        var pair = Element("span", "prefixed");
        var sign = Element("span", null, Prefix);
        sign.Attributes["aria-hidden"] = "true";
        pair.InnerHtml.AppendHtml(sign);
        pair.InnerHtml.AppendHtml(control);
        output.Content.AppendHtml(pair);
    }

    private string Value => For.Model?.ToString() ?? "";

    private TagBuilder Input()
    {
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.Attributes["type"] = Type;
        input.Attributes["value"] = Type == "password" ? "" : Value; // a password never travels back
        if (Date)
        {
            input.Attributes["data-date-field"] = "";
        }

        return input;
    }

    private TagBuilder TextArea()
    {
        var area = Element("textarea");
        area.Attributes["rows"] = Rows!.Value.ToString(CultureInfo.InvariantCulture);
        area.InnerHtml.AppendHtml("\n").Append(Value); // a browser drops the first line break
        return area;
    }

    private TagBuilder Select()
    {
        var select = Element("select");
        foreach (var choice in Options!)
        {
            var option = Element("option", null, choice.Label);
            option.Attributes["value"] = choice.Value;
            if (string.Equals(choice.Value, Value, StringComparison.OrdinalIgnoreCase))
            {
                option.Attributes["selected"] = "selected";
            }

            select.InnerHtml.AppendHtml(option);
        }

        return select;
    }

    private static void Add(TagBuilder control, string attribute, string? value)
    {
        if (value is not null)
        {
            control.Attributes[attribute] = value;
        }
    }
}

/// <summary>A group of radio buttons.</summary>
[HtmlTargetElement("mp-choices", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ChoicesTagHelper : FieldPart
{
    public IReadOnlyList<Choice> Options { get; set; } = [];

    /// <summary>Whether the choices stand side by side.</summary>
    public bool Inline { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "fieldset";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Inline ? "choices inline" : "choices");
        // The error summary links here.
        output.Attributes.SetAttribute("id", Id);
        output.Attributes.SetAttribute("tabindex", "-1");
        if (DescribedBy is { } ids)
        {
            output.Attributes.SetAttribute("aria-describedby", ids);
        }

        output.Content.AppendHtml(Element("legend", null, Label));
        WriteHintAndErrors(output.Content);
        var current = For.Model?.ToString() ?? "";
        foreach (var choice in Options)
        {
            var label = Element("label", "choice");
            var radio = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
            radio.Attributes["type"] = "radio";
            radio.Attributes["name"] = Name;
            radio.Attributes["value"] = choice.Value;
            radio.Attributes["id"] = $"{Id}-{choice.Value}";
            if (string.Equals(choice.Value, current, StringComparison.OrdinalIgnoreCase))
            {
                radio.Attributes["checked"] = "checked";
            }

            label.InnerHtml.AppendHtml(radio);
            var text = Element("span", null, choice.Label);
            if (choice.Hint is not null)
            {
                text.InnerHtml.AppendHtml(Element("small", null, choice.Hint));
            }

            label.InnerHtml.AppendHtml(text);
            output.Content.AppendHtml(label);
        }
    }
}

/// <summary>One checkbox with its label.</summary>
[HtmlTargetElement("mp-checkbox", TagStructure = TagStructure.WithoutEndTag)]
public sealed class CheckboxTagHelper : FieldPart
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "field");
        WriteHintAndErrors(output.Content);
        var label = Element("label", "choice");
        var box = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        box.Attributes["type"] = "checkbox";
        box.Attributes["name"] = Name;
        box.Attributes["id"] = Id;
        box.Attributes["value"] = "true";
        if (For.Model is true)
        {
            box.Attributes["checked"] = "checked";
        }

        Wire(box);
        label.InnerHtml.AppendHtml(box);
        label.InnerHtml.AppendHtml(Element("span", null, Label));
        output.Content.AppendHtml(label);
    }
}
