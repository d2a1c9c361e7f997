using MissingPackage.Web.Composition;
using MissingPackage.Web.Documents;

StartException.EndPlainly();
var builder = WebApplication.CreateBuilder(args);
builder.AddOptionsSections();
builder.AddLogs();
builder.AddSite();
builder.AddDatabase();
builder.AddSettings();
builder.AddDocuments();
builder.AddStatements();
builder.AddPackets();
builder.AddSecurity();
builder.AddSiteHeaders();
builder.AddHttps();
builder.AddCustomers();
builder.AddAgents();
builder.AddQueue();
builder.AddOrders();
builder.AddMessages();
builder.AddJobs();
builder.AddPages();
builder.AddPublicPages();
builder.AddHealth();
builder.AddTelemetry();

var app = builder.Build();
if (await app.TryRunCommandAsync(args))
{
    return;
}

var prepared = Task.Run(app.PrepareAsync);

app.UseForwardedProxyHeaders();
app.UseProblemPages();
app.UseSiteHeaders();
app.UseHttpsOnly();
app.UseRouting();
app.UsePublicPages();
app.UseRequestLog();
app.UseUnreadableRequests();
app.UseBodySizes();
app.UseSettings();
app.UseAuthentication();
app.UseRateLimiter();
app.UseAuthorization();
app.MapStaticAssets();
app.MapUploads();
app.MapHealth();
app.MapCspReports();
app.MapRazorPages().WithStaticAssets();
await prepared;
await app.RunAsync();
