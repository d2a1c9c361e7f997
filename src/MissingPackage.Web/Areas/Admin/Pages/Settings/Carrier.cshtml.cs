using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using MissingPackage.Application.Settings;
using MissingPackage.Application.Text;
using MissingPackage.Domain.Carriers;

namespace MissingPackage.Web.Areas.Admin.Pages.Settings;

/// <summary>One carrier: what customers see of it, and its claim rules.</summary>
public sealed class CarrierModel(SettingsReader settings, SettingsEditor editor, DeadlineExtension deadlines, TimeProvider time) : SettingPageModel(editor)
{
    private CarrierCode _code;

    [BindProperty]
    public CarrierInput Input { get; set; } = new();

    public string Name => CarrierDirectory.Get(_code).Name;

    private string Key => SettingKind.KeyOf(_code);

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (CarrierChoice.Read(context.RouteData.Values["code"] as string) is { } code)
        {
            _code = code;
        }
        else
        {
            context.Result = new NotFoundResult();
        }
    }

    public void OnGet()
    {
        var (carrier, version) = settings.Read<Carrier>(Key);
        Version = version;
        Input = CarrierInput.Of(carrier);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var carrier = Input.Apply(settings.Carrier(_code), CarrierInputValidator.TodayIn(time));
        var outcome = await Editor.ChangeAsync(Key, Version, carrier, Me, HttpContext.RequestAborted);
        var moved = outcome == SaveOutcome.Saved ? await deadlines.RecountFilingAsync(_code, CancellationToken.None) : 0;
        var said = moved == 0 ? "Saved. Customers see it from now on." : $"Saved. Customers see it from now on. The last filing day of {moved:N0} open {(moved == 1 ? "request" : "requests")} moved.";
        return await AnswerAsync(outcome, Key, said, $"/admin/settings/carriers/{CarrierChoice.Of(_code)}");
    }
}
