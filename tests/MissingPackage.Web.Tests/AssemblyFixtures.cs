using MissingPackage.Web.Tests;
using MissingPackage.Web.Tests.Data.Tsql;


// One application for most tests: each brings customers of its own. Its clock moves on by half a minute with each decision of
// an agent; tests that move it further, or need it to stand, have an application of their own.
[assembly: AssemblyFixture(typeof(MissingPackageApplication))]

// After the last test: what all of them had the database asked, bound to the tables of SQL Server.
[assembly: AssemblyFixture(typeof(TsqlStatements))]
