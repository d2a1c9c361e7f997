using MissingPackage.Web.Tests;

// One application for most tests: each brings customers of its own. Its clock moves on by half a minute with each decision of
// an agent; tests that move it further, or need it to stand, have an application of their own.
[assembly: AssemblyFixture(typeof(MissingPackageApplication))]
