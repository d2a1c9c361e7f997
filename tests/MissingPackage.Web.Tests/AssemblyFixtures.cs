using MissingPackage.Web.Tests;

// One application for most tests: each brings customers of its own. Its clock moves on by half a minute with each decision of
// an agent; a test that moves it further, or needs it to stand, has an application of its own.
[assembly: AssemblyFixture(typeof(MissingPackageApplication))]
