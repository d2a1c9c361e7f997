using System.Net;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using MissingPackage.Application.Requests;
using MissingPackage.Application.Statements;
using MissingPackage.Documents;
using MissingPackage.Domain.Requests;
using MissingPackage.Web.Access;

namespace MissingPackage.Web.Pages.Requests;

/// <summary>How the statement is being signed: which of the two buttons was pressed.</summary>
public enum SigningWay
{
    Typed,
    Drawn,
}

public sealed class SigningInput
{
    /// <summary>The longest place, in characters.</summary>
    public const int MaxPlace = 120;

    public bool Consent { get; set; }

    public string? Place { get; set; }

    public string? Name { get; set; }

    /// <summary>The strokes, as <see cref="SignatureMark.ToJson"/> writes them.</summary>
    public string? Drawing { get; set; }

    public SigningWay? Way { get; set; }

    /// <summary>SHA-256 of the text that was read.</summary>
    public string? Text { get; set; }

    /// <summary>The form's own id: sending it twice makes one statement.</summary>
    public Guid Form { get; set; }

    /// <summary>The signature. Call it only after the validator has passed.</summary>
    public SignatureMark ToMark() => Read(out var mark) is null ? mark! : throw new InvalidOperationException("This is no signature.");

    internal SignatureProblem? Read(out SignatureMark? mark)
    {
        if (Way == SigningWay.Typed)
        {
            var problem = TypedSignature.Check(Name, out var typed);
            mark = typed;
            return problem;
        }

        // A typed name in the drawing's field is nothing that the page sends.
        return SignatureMark.TryParse(Drawing, out mark, out var why) ? mark is DrawnSignature ? null : SignatureProblem.Unreadable : why;
    }
}

internal sealed class SigningInputValidator : AbstractValidator<SigningInput>
{
    public SigningInputValidator()
    {
        RuleFor(i => i.Consent)
            .Equal(true).WithMessage("Tick the box to sign on screen. If you’d rather not, print the statement and sign it with a pen.");
        RuleFor(i => i.Place)
            .Must(ReportAnswers.HasText).WithMessage("Enter the city and state you are signing in.")
            .MaximumLength(SigningInput.MaxPlace).WithMessage($"The place can be at most {SigningInput.MaxPlace} characters.");
        RuleFor(i => i.Name).MaximumLength(TypedSignature.MaxName).WithMessage($"A typed signature can be at most {TypedSignature.MaxName} characters.");
        RuleFor(i => i.Name).Custom((_, context) => Judge(context)).When(i => i.Way == SigningWay.Typed);
        RuleFor(i => i.Drawing).Custom((_, context) => Judge(context)).When(i => i.Way != SigningWay.Typed);
    }

    private static void Judge(ValidationContext<SigningInput> context)
    {
        if (context.InstanceToValidate.Read(out _) is { } problem && problem != SignatureProblem.NameTooLong)
        {
            context.AddFailure(context.InstanceToValidate.Way == SigningWay.Typed ? OfName(problem) : OfDrawing(problem));
        }
    }

    private static string OfName(SignatureProblem problem) => problem == SignatureProblem.Empty
        ? "Type your full name: it is your signature."
        : "A signature is a name. Type your full name.";

    private static string OfDrawing(SignatureProblem problem) => problem switch
    {
        SignatureProblem.Empty => "There is no signature in the box yet. Draw it, or type your name instead.",
        SignatureProblem.TooSmall => "That is too small for a signature. Draw your whole signature, or type your name instead.",
        SignatureProblem.TooMuch => "That drawing has more lines than a signature has. Press Clear and draw it again, or type your name instead.",
        SignatureProblem.Outside => "Part of the drawing lies outside the box. Press Clear and draw it again, or type your name instead.",
        _ => "We couldn’t read the drawing. Draw it again, or type your name instead.",
    };
}

/// <summary>The statement of non-receipt: the whole text, and three equal ways to sign it.</summary>
[RequestSizeLimit(4 * SignatureMark.MaxJson)]
public sealed class StatementModel(
    CustomerAccess access, StatementPdfs statements, StatementSigner signer) : RequestPageModel(access)
{
    private readonly CustomerAccess _access = access;

    [BindProperty]
    public SigningInput Input { get; set; } = new();

    public Statement Statement { get; private set; } = null!;

    /// <summary>Whether this browser opened a link that was emailed to the customer.</summary>
    public bool EmailConfirmed { get; private set; }

    /// <summary>The characters that the document's fonts lack, each once.</summary>
    public IReadOnlyList<string> MissingCharacters { get; private set; } = [];

    /// <summary>The statement that was signed here and no longer counts, if nothing has taken its place.</summary>
    public RequestDocument? Voided => Request.SignedStatement is not null ? null
        : Request.Documents.LastOrDefault(d => d.State is DocumentState.Voided or DocumentState.SetAside && d.Signature is not null);

    /// <summary>The drawing to show again after an error elsewhere; nothing that couldn't be read.</summary>
    public string KeptDrawing => SignatureMark.TryParse(Input.Drawing, out var mark, out _) && mark is DrawnSignature ? mark.ToJson() : "";

    public async Task OnGetAsync()
    {
        await ShowAsync();
        Input = new SigningInput { Place = $"{Request.Address.City}, {Request.Address.State}", Form = Guid.NewGuid() };
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Request.SignedStatement is not null)
        {
            return RedirectToPage(new { reference = Request.Reference.Value }); // by another tab, or by this form sent twice
        }

        if (!ModelState.IsValid)
        {
            await ShowAsync();
            return Page();
        }

        var act = new SigningAct(
            Input.Form, Input.Text ?? "", Input.ToMark(), ReportAnswers.Tidy(Input.Place),
            await _access.IsEmailConfirmedAsync(Request.Id, HttpContext.RequestAborted), AddressOf(HttpContext.Connection.RemoteIpAddress), HttpContext.Request.Headers.UserAgent.ToString());
        switch (await signer.SignAsync(Request.Id, act, HttpContext.RequestAborted))
        {
            case SigningOutcome.Done:
                return RedirectToPage(new { reference = Request.Reference.Value });
            case SigningOutcome.TextChanged:
                ModelState.AddModelError("", "The facts were corrected since you opened this page. Nothing was signed: please read the statement again, then sign it.");
                break;
            case SigningOutcome.NoRoom:
                ModelState.AddModelError("", "We couldn’t store the statement just now, so it isn’t signed. Please try again in a few minutes.");
                break;
            case SigningOutcome.NotAllowed refused:
                ModelState.AddModelError("", refused.Why);
                break;
        }

        await RefreshAsync();
        await ShowAsync();
        ModelState.Remove("Input.Form");
        Input.Form = Guid.NewGuid();
        return Page();
    }

    private async Task ShowAsync()
    {
        Statement = statements.TextOf(Request);
        MissingCharacters = statements.MissingCharacters(Request);
        EmailConfirmed = await _access.IsEmailConfirmedAsync(Request.Id, HttpContext.RequestAborted);
    }

    private static string AddressOf(IPAddress? address) => address is null ? "Not known"
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString()
        : address.ToString();
}
