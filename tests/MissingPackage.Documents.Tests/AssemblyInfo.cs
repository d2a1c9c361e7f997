using MissingPackage.Documents.Tests.Intake;

[assembly: AssemblyFixture(typeof(IntakeFixture))]
