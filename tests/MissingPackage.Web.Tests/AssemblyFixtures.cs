using MissingPackage.Web.Tests;

// One application for every test that doesn't move the clock: each test brings customers of its own.
[assembly: AssemblyFixture(typeof(MissingPackageApplication))]
