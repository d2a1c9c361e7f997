using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;
using MissingPackage.Application.Text;
using MissingPackage.Domain.Deadlines;

namespace MissingPackage.Web.Pages.Shared;

/// <summary>A moment, such as <c>&lt;mp-time utc="…" zone="…" /&gt;</c>.</summary>
[HtmlTargetElement("mp-time", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TimeTagHelper(TimeProvider time) : TagHelper
{
    public DateTime Utc { get; set; }

    public DeliveryTimeZone Zone { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", Times.Machine(Utc));
        output.Content.SetContent(Times.Brief(Utc, Zone, time.GetUtcNow().UtcDateTime));
    }
}
