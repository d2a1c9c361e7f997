using System.Security.Cryptography;
using System.Text;

namespace MissingPackage.Application.Mail.Messages;

/// <summary>The style of every email, which it brings along in one block. The colors are the site's.</summary>
internal static class MailStyle
{
    /// <summary>What stands in the block.</summary>
    public static readonly string Css = """
        :root { color-scheme: light dark; supported-color-schemes: light dark }
        body { margin: 0; padding: 0; background: #f6f6f1; color: #1b2a27; font: 17px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; -webkit-text-size-adjust: 100% }
        .mail { max-width: 36em; margin: 0 auto; padding: 24px 20px 32px }
        .brand { margin: 0 0 16px; font-size: 15px; font-weight: 700; color: #11645a }
        .card { background: #fff; border: 1px solid #dcdfd5; border-radius: 14px; padding: 24px 20px }
        h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.2; letter-spacing: -.01em }
        p, ul { margin: 0 0 16px } ul { padding-left: 1.2em } li { margin-bottom: 4px }
        blockquote { margin: 0 0 16px; padding: 12px 16px; background: #ecede6; border-left: 4px solid #f2b13c; border-radius: 6px; white-space: pre-line; overflow-wrap: anywhere }
        blockquote p { margin: 0 }
        .card > :last-child { margin-bottom: 0 }
        a { color: #11645a }
        a.btn { display: inline-block; padding: 13px 22px; border-radius: 10px; background: #11645a; color: #fff; font-weight: 650; text-decoration: none }
        .foot { padding: 20px 20px 0; font-size: 15px; color: #50605b } .foot p { margin-bottom: 12px }
        @media (prefers-color-scheme: dark) {
          body { background: #101615; color: #e8eeea } .card { background: #182120; border-color: #2a3633 } .brand, a { color: #6fc9b4 }
          blockquote { background: #0b100f; border-color: #f4b94f } a.btn { background: #6fc9b4; color: #05201b } .foot { color: #a6b4ae }
        }
        """.ReplaceLineEndings("\n");

    /// <summary>Its SHA-256 in Base64, by which a content security policy lets it in.</summary>
    public static readonly string Hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)));
}
