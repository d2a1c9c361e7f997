using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace MissingPackage.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "AgentEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    OccurredOn = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Actor = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    SubjectId = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Subject = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Detail = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AgentEvents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AspNetRoles",
                columns: table => new
                {
                    Id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Name = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    NormalizedName = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    ConcurrencyStamp = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetRoles", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUsers",
                columns: table => new
                {
                    Id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Role = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    TotpSecret = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2"),
                    LastTotpStep = table.Column<long>(type: "bigint", nullable: false),
                    LastSignedInOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    UserName = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    NormalizedUserName = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Email = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    NormalizedEmail = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    EmailConfirmed = table.Column<bool>(type: "bit", nullable: false),
                    PasswordHash = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    SecurityStamp = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    ConcurrencyStamp = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    PhoneNumber = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    PhoneNumberConfirmed = table.Column<bool>(type: "bit", nullable: false),
                    TwoFactorEnabled = table.Column<bool>(type: "bit", nullable: false),
                    LockoutEnd = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    LockoutEnabled = table.Column<bool>(type: "bit", nullable: false),
                    AccessFailedCount = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUsers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "CannedTexts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Use = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Title = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Text = table.Column<string>(type: "nvarchar(800)", maxLength: 800, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CannedTexts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Commits",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CommittedOn = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Commits", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "DataProtectionKeys",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    FriendlyName = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    Xml = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DataProtectionKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "FoundPackages",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Place = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Home = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Carrier = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    FoundDate = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FoundPackages", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "JobRuns",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Job = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Node = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    StartedOn = table.Column<DateTime>(type: "datetime2", nullable: false),
                    EndedOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Failed = table.Column<bool>(type: "bit", nullable: false),
                    Outcome = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JobRuns", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "KnownOrders",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Number = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    NumberKey = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    SellerKey = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    EmailKey = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Item = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    SerialNumbers = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Value = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: true),
                    Seller = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Carrier = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    TrackingNumber = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Line1 = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Line2 = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: true, collation: "Latin1_General_100_BIN2"),
                    City = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: true, collation: "Latin1_General_100_BIN2"),
                    State = table.Column<string>(type: "nvarchar(2)", maxLength: 2, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Zip = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true, collation: "Latin1_General_100_BIN2"),
                    ExpectedDate = table.Column<DateOnly>(type: "date", nullable: true),
                    CountedFrom = table.Column<DateOnly>(type: "date", nullable: false),
                    WrongZips = table.Column<int>(type: "int", nullable: false),
                    RowHash = table.Column<string>(type: "char(32)", unicode: false, fixedLength: true, maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KnownOrders", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "OrderImports",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    FileName = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    StartedBy = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    CreatedOn = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Length = table.Column<long>(type: "bigint", nullable: false),
                    Sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    State = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    DryRun = table.Column<bool>(type: "bit", nullable: false),
                    Mapping = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Worker = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Turn = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true, collation: "Latin1_General_100_BIN2"),
                    SeenOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    EndedOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    BytesRead = table.Column<long>(type: "bigint", nullable: false),
                    RowsRead = table.Column<long>(type: "bigint", nullable: false),
                    Added = table.Column<long>(type: "bigint", nullable: false),
                    Changed = table.Column<long>(type: "bigint", nullable: false),
                    Unchanged = table.Column<long>(type: "bigint", nullable: false),
                    Bad = table.Column<long>(type: "bigint", nullable: false),
                    TooOld = table.Column<long>(type: "bigint", nullable: false),
                    Errors = table.Column<long>(type: "bigint", nullable: false),
                    Problem = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OrderImports", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Outbox",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Key = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    RequestId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Kind = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Promise = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Recipient = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Content = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    CreatedOn = table.Column<DateTime>(type: "datetime2", nullable: false),
                    State = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    SentOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Attempts = table.Column<int>(type: "int", nullable: false),
                    LastAttemptOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    LastFailure = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    NextAttemptOn = table.Column<DateTime>(type: "datetime2", nullable: false),
                    QuietZone = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Lease = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    LeasedUntil = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Outbox", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ReportDrafts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Content = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    UpdatedOn = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ExpiresOn = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReportDrafts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SealCertificates",
                columns: table => new
                {
                    Thumbprint = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Certificate = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    ProtectedKey = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    Generation = table.Column<int>(type: "int", nullable: true),
                    KeptOn = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SealCertificates", x => x.Thumbprint);
                });

            migrationBuilder.CreateTable(
                name: "Sellers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    NameKey = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Email = table.Column<string>(type: "nvarchar(254)", maxLength: 254, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Notes = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sellers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SettingChanges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Key = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Version = table.Column<int>(type: "int", nullable: false),
                    ChangedOn = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ChangedBy = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    From = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    To = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SettingChanges", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Settings",
                columns: table => new
                {
                    Key = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Version = table.Column<int>(type: "int", nullable: false),
                    Value = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Settings", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "SignInAttempts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    AccountHash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    SourceHash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    KnownDevice = table.Column<bool>(type: "bit", nullable: false),
                    AttemptedOn = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SignInAttempts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AspNetRoleClaims",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    RoleId = table.Column<string>(type: "nvarchar(64)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    ClaimType = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    ClaimValue = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetRoleClaims", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AspNetRoleClaims_AspNetRoles_RoleId",
                        column: x => x.RoleId,
                        principalTable: "AspNetRoles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AgentInvitations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AgentId = table.Column<string>(type: "nvarchar(64)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    TokenHash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    ExpiresOn = table.Column<DateTime>(type: "datetime2", nullable: false),
                    UsedOn = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AgentInvitations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AgentInvitations_AspNetUsers_AgentId",
                        column: x => x.AgentId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AgentRecoveryCodes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    AgentId = table.Column<string>(type: "nvarchar(64)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    CodeHash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AgentRecoveryCodes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AgentRecoveryCodes_AspNetUsers_AgentId",
                        column: x => x.AgentId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserClaims",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    UserId = table.Column<string>(type: "nvarchar(64)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    ClaimType = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    ClaimValue = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserClaims", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AspNetUserClaims_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserLogins",
                columns: table => new
                {
                    LoginProvider = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    ProviderKey = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    ProviderDisplayName = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    UserId = table.Column<string>(type: "nvarchar(64)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserLogins", x => new { x.LoginProvider, x.ProviderKey });
                    table.ForeignKey(
                        name: "FK_AspNetUserLogins_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserPasskeys",
                columns: table => new
                {
                    CredentialId = table.Column<byte[]>(type: "varbinary(1024)", maxLength: 1024, nullable: false),
                    UserId = table.Column<string>(type: "nvarchar(64)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    Data = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserPasskeys", x => x.CredentialId);
                    table.ForeignKey(
                        name: "FK_AspNetUserPasskeys_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserRoles",
                columns: table => new
                {
                    UserId = table.Column<string>(type: "nvarchar(64)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    RoleId = table.Column<string>(type: "nvarchar(64)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserRoles", x => new { x.UserId, x.RoleId });
                    table.ForeignKey(
                        name: "FK_AspNetUserRoles_AspNetRoles_RoleId",
                        column: x => x.RoleId,
                        principalTable: "AspNetRoles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_AspNetUserRoles_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserTokens",
                columns: table => new
                {
                    UserId = table.Column<string>(type: "nvarchar(64)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    LoginProvider = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Name = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Value = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserTokens", x => new { x.UserId, x.LoginProvider, x.Name });
                    table.ForeignKey(
                        name: "FK_AspNetUserTokens_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ServiceRequests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CarrierClaimNumber = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true, collation: "Latin1_General_100_BIN2"),
                    ClaimFiledOn = table.Column<DateOnly>(type: "date", nullable: true),
                    InStock = table.Column<bool>(type: "bit", nullable: true),
                    MailedDate = table.Column<DateOnly>(type: "date", nullable: true),
                    LatestFilingOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    TightestDueOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Reference = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: false, collation: "Latin1_General_100_BIN2"),
                    SubmissionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    OpenedOn = table.Column<DateTime>(type: "datetime2", nullable: false),
                    DocumentsDueOn = table.Column<DateTime>(type: "datetime2", nullable: false),
                    DocumentsCompletedOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    IsLate = table.Column<bool>(type: "bit", nullable: false),
                    EmailBouncedOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    AskedAgainOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    NextStepDueOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    NextStepFrom = table.Column<DateTime>(type: "datetime2", nullable: true),
                    NextStepDays = table.Column<int>(type: "int", nullable: true),
                    AgentIsNext = table.Column<bool>(type: "bit", nullable: false),
                    FirstDecisionOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    FirstDecisionMinutes = table.Column<int>(type: "int", nullable: true),
                    CompletedInTime = table.Column<bool>(type: "bit", nullable: true),
                    Outcome = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    AssignedTo = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    EndedOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false),
                    PoliceReportNumber = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true, collation: "Latin1_General_100_BIN2"),
                    LabelZip = table.Column<string>(type: "nvarchar(5)", maxLength: 5, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Strength = table.Column<int>(type: "int", nullable: false),
                    Follows = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: true, collation: "Latin1_General_100_BIN2"),
                    FollowedBy = table.Column<string>(type: "nvarchar(12)", maxLength: 12, nullable: true, collation: "Latin1_General_100_BIN2"),
                    HandedOffTo = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    HandedOffOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    SellerNewsOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    LastDecision = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    SellerKey = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Value = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false, computedColumnSql: "Order_Value"),
                    Address_City = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Address_Line1 = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Address_Line2 = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Address_State = table.Column<string>(type: "nvarchar(2)", maxLength: 2, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Address_Zip = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false, collation: "Latin1_General_100_BIN2"),
                    CarrierDecision_Amount = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: true),
                    CarrierDecision_DecidedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    CarrierDecision_Verdict = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Customer_Email = table.Column<string>(type: "nvarchar(254)", maxLength: 254, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Customer_Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Customer_Phone = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Order_Item = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Order_Number = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Order_Seller = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Order_SerialNumbers = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Order_Value = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    Resolution_Carrier = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Resolution_Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Resolution_MadeOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Resolution_OverrideReason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Resolution_RefundAmount = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: true),
                    Resolution_TrackingNumber = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Search_CarrierCaseNumber = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Search_Home = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Search_Places = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    Shipment_Carrier = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Shipment_ExpectedDate = table.Column<DateOnly>(type: "date", nullable: false),
                    Shipment_MarkedDeliveredDate = table.Column<DateOnly>(type: "date", nullable: false),
                    Shipment_TrackingNumber = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ServiceRequests", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ServiceRequests_AspNetUsers_AssignedTo",
                        column: x => x.AssignedTo,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "OrderImportErrors",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    ImportId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Line = table.Column<long>(type: "bigint", nullable: false),
                    Column = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Problem = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OrderImportErrors", x => x.Id);
                    table.ForeignKey(
                        name: "FK_OrderImportErrors_OrderImports_ImportId",
                        column: x => x.ImportId,
                        principalTable: "OrderImports",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ClaimPackets",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    RequestId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Format = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Key = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    State = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    RequestedOn = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Step = table.Column<int>(type: "int", nullable: false),
                    Steps = table.Column<int>(type: "int", nullable: false),
                    Attempts = table.Column<int>(type: "int", nullable: false),
                    Lease = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    LeasedUntil = table.Column<DateTime>(type: "datetime2", nullable: true),
                    File = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Length = table.Column<long>(type: "bigint", nullable: false),
                    Sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    MissingCharacters = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Failure = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ClaimPackets", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ClaimPackets_ServiceRequests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "ServiceRequests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "CustomerGrants",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    RequestId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Purpose = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    TokenHash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    CreatedOn = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ExpiresOn = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CustomerGrants", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CustomerGrants_ServiceRequests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "ServiceRequests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RequestDocuments",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    RequestId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    UploadId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    IdType = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Position = table.Column<int>(type: "int", nullable: false),
                    Replaces = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    MediaType = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Length = table.Column<long>(type: "bigint", nullable: false),
                    Sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    ReceivedOn = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Late = table.Column<bool>(type: "bit", nullable: false),
                    State = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    ChecksCutOff = table.Column<int>(type: "int", nullable: false),
                    CheckCode = table.Column<string>(type: "nvarchar(22)", maxLength: 22, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Pages = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    Signature_EmailConfirmed = table.Column<bool>(type: "bit", nullable: true),
                    Signature_IpAddress = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Signature_Method = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Signature_MissingCharacters = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Signature_OtherName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Signature_SignedOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Signature_TextSha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Signature_UserAgent = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Signature_Wording = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RequestDocuments", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RequestDocuments_ServiceRequests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "ServiceRequests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RequestEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    RequestId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Sequence = table.Column<int>(type: "int", nullable: false),
                    OccurredOn = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ActorKind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    ActorName = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Document = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Detail = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    PreviousHash = table.Column<string>(type: "char(64)", unicode: false, fixedLength: true, maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Hash = table.Column<string>(type: "char(64)", unicode: false, fixedLength: true, maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RequestEvents", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RequestEvents_ServiceRequests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "ServiceRequests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RequestSearchTerms",
                columns: table => new
                {
                    RequestId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Term = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RequestSearchTerms", x => new { x.RequestId, x.Term });
                    table.ForeignKey(
                        name: "FK_RequestSearchTerms_ServiceRequests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "ServiceRequests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ReviewTicks",
                columns: table => new
                {
                    RequestId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Item = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Documents = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    AgentName = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    TickedOn = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReviewTicks", x => new { x.RequestId, x.Item });
                    table.ForeignKey(
                        name: "FK_ReviewTicks_ServiceRequests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "ServiceRequests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SellerGrants",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    RequestId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Seller = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Email = table.Column<string>(type: "nvarchar(254)", maxLength: 254, nullable: false, collation: "Latin1_General_100_BIN2"),
                    TokenHash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    CreatedOn = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ExpiresOn = table.Column<DateTime>(type: "datetime2", nullable: false),
                    RevokedOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Code = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    CodeExpiresOn = table.Column<DateTime>(type: "datetime2", nullable: true),
                    CodeTries = table.Column<int>(type: "int", nullable: false),
                    LockedUntil = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SellerGrants", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SellerGrants_ServiceRequests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "ServiceRequests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "CannedTexts",
                columns: new[] { "Id", "Text", "Title", "Use", "Version" },
                values: new object[,]
                {
                    { new Guid("00000001-0000-0000-0000-000000000000"), "The photo of your {document} is too blurred or too dark to read. Please take it again in daylight, with the page flat and in focus.", "Blurred or too dark", "AskAgain", 0 },
                    { new Guid("00000002-0000-0000-0000-000000000000"), "A part of your {document} is cut off in the photo. Please take it again so that all four corners can be seen.", "Cut off", "AskAgain", 0 },
                    { new Guid("00000003-0000-0000-0000-000000000000"), "The ID you sent has run out. Please send a driver’s license, passport or state ID that is still valid.", "ID has run out", "AskAgain", 0 },
                    { new Guid("00000004-0000-0000-0000-000000000000"), "We also need a photo of the back of your ID.", "Back of the ID is missing", "AskAgain", 0 },
                    { new Guid("00000005-0000-0000-0000-000000000000"), "The statement isn’t signed yet. Please sign it, and send the signed page.", "Not signed", "AskAgain", 0 },
                    { new Guid("00000006-0000-0000-0000-000000000000"), "The statement has to be signed by {name}, who placed the order. Please sign it yourself and send it again.", "Signed by somebody else", "AskAgain", 0 },
                    { new Guid("00000007-0000-0000-0000-000000000000"), "The address on your ID isn’t the delivery address. Please send something that shows you live at the delivery address, or tell us why they differ.", "Another address", "AskAgain", 0 },
                    { new Guid("00000008-0000-0000-0000-000000000000"), "The name on the documents isn’t the name of the order, and we could not clear that up. If you think that’s a mistake, please call us.", "Names don’t match", "Decline", 0 },
                    { new Guid("00000009-0000-0000-0000-000000000000"), "The documents are about another order than {order}. Please open a request for that order instead.", "Another order", "Decline", 0 },
                    { new Guid("0000000a-0000-0000-0000-000000000000"), "The carrier has shown us that “{item}” was handed over to you or to somebody at your address. If you know better, please call us.", "Delivered after all", "Decline", 0 },
                    { new Guid("0000000b-0000-0000-0000-000000000000"), "You already have a request about this order. We go on with that one, so there is nothing more to do here.", "A request for it exists", "Decline", 0 },
                    { new Guid("0000000c-0000-0000-0000-000000000000"), "We have your documents for “{item}” and are looking into it. There is nothing you need to do right now.", "We are looking into it", "Message", 0 },
                    { new Guid("0000000d-0000-0000-0000-000000000000"), "We’d like to talk to you about “{item}”. Please call us at {care phone} and say your reference, {reference}.", "Please call us", "Message", 0 },
                    { new Guid("0000000e-0000-0000-0000-000000000000"), "Before we go on: please ask your neighbors and look once more for “{item}”. Carriers sometimes mark packages delivered a day early.", "Have you asked around?", "Message", 0 }
                });

            migrationBuilder.CreateIndex(
                name: "IX_AgentEvents_SubjectId_Id",
                table: "AgentEvents",
                columns: new[] { "SubjectId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AgentInvitations_AgentId",
                table: "AgentInvitations",
                column: "AgentId");

            migrationBuilder.CreateIndex(
                name: "IX_AgentInvitations_TokenHash",
                table: "AgentInvitations",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AgentRecoveryCodes_AgentId_CodeHash",
                table: "AgentRecoveryCodes",
                columns: new[] { "AgentId", "CodeHash" });

            migrationBuilder.CreateIndex(
                name: "IX_AspNetRoleClaims_RoleId",
                table: "AspNetRoleClaims",
                column: "RoleId");

            migrationBuilder.CreateIndex(
                name: "RoleNameIndex",
                table: "AspNetRoles",
                column: "NormalizedName",
                unique: true,
                filter: "[NormalizedName] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUserClaims_UserId",
                table: "AspNetUserClaims",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUserLogins_UserId",
                table: "AspNetUserLogins",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUserPasskeys_UserId",
                table: "AspNetUserPasskeys",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUserRoles_RoleId",
                table: "AspNetUserRoles",
                column: "RoleId");

            migrationBuilder.CreateIndex(
                name: "EmailIndex",
                table: "AspNetUsers",
                column: "NormalizedEmail");

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUsers_Role",
                table: "AspNetUsers",
                column: "Role");

            migrationBuilder.CreateIndex(
                name: "UserNameIndex",
                table: "AspNetUsers",
                column: "NormalizedUserName",
                unique: true,
                filter: "[NormalizedUserName] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CannedTexts_Use_Title",
                table: "CannedTexts",
                columns: new[] { "Use", "Title" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ClaimPackets_RequestId_Format",
                table: "ClaimPackets",
                columns: new[] { "RequestId", "Format" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ClaimPackets_State_RequestedOn",
                table: "ClaimPackets",
                columns: new[] { "State", "RequestedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_Commits_CommittedOn",
                table: "Commits",
                column: "CommittedOn");

            migrationBuilder.CreateIndex(
                name: "IX_CustomerGrants_ExpiresOn",
                table: "CustomerGrants",
                column: "ExpiresOn");

            migrationBuilder.CreateIndex(
                name: "IX_CustomerGrants_RequestId",
                table: "CustomerGrants",
                column: "RequestId");

            migrationBuilder.CreateIndex(
                name: "IX_CustomerGrants_TokenHash",
                table: "CustomerGrants",
                column: "TokenHash",
                unique: true,
                filter: "[TokenHash] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_FoundPackages_Carrier_Home_Place",
                table: "FoundPackages",
                columns: new[] { "Carrier", "Home", "Place" });

            migrationBuilder.CreateIndex(
                name: "IX_FoundPackages_FoundDate_Place",
                table: "FoundPackages",
                columns: new[] { "FoundDate", "Place" });

            migrationBuilder.CreateIndex(
                name: "IX_JobRuns_Job_Id",
                table: "JobRuns",
                columns: new[] { "Job", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_KnownOrders_CountedFrom",
                table: "KnownOrders",
                column: "CountedFrom");

            migrationBuilder.CreateIndex(
                name: "IX_KnownOrders_NumberKey_EmailKey",
                table: "KnownOrders",
                columns: new[] { "NumberKey", "EmailKey" });

            migrationBuilder.CreateIndex(
                name: "IX_KnownOrders_NumberKey_SellerKey",
                table: "KnownOrders",
                columns: new[] { "NumberKey", "SellerKey" },
                unique: true)
                .Annotation("SqlServer:Include", new[] { "RowHash" });

            migrationBuilder.CreateIndex(
                name: "IX_OrderImportErrors_ImportId",
                table: "OrderImportErrors",
                column: "ImportId");

            migrationBuilder.CreateIndex(
                name: "IX_OrderImports_State_CreatedOn",
                table: "OrderImports",
                columns: new[] { "State", "CreatedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_OrderImports_Turn",
                table: "OrderImports",
                column: "Turn",
                unique: true,
                filter: "[Turn] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_Key",
                table: "Outbox",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_Lease",
                table: "Outbox",
                column: "Lease",
                filter: "Lease IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_Promise",
                table: "Outbox",
                column: "Promise",
                unique: true,
                filter: "[Promise] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_Recipient_State_Id",
                table: "Outbox",
                columns: new[] { "Recipient", "State", "Id" },
                filter: "[State] = N'Waiting'");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_RequestId_Kind",
                table: "Outbox",
                columns: new[] { "RequestId", "Kind" })
                .Annotation("SqlServer:Include", new[] { "CreatedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_State_NextAttemptOn",
                table: "Outbox",
                columns: new[] { "State", "NextAttemptOn" })
                .Annotation("SqlServer:Include", new[] { "Recipient", "LeasedUntil" });

            migrationBuilder.CreateIndex(
                name: "IX_ReportDrafts_ExpiresOn",
                table: "ReportDrafts",
                column: "ExpiresOn");

            migrationBuilder.CreateIndex(
                name: "IX_RequestDocuments_CheckCode",
                table: "RequestDocuments",
                column: "CheckCode",
                unique: true,
                filter: "[CheckCode] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_RequestDocuments_Checking",
                table: "RequestDocuments",
                column: "ReceivedOn",
                filter: "[State] = N'Checking'")
                .Annotation("SqlServer:Include", new[] { "RequestId" });

            migrationBuilder.CreateIndex(
                name: "IX_RequestDocuments_RequestId_UploadId",
                table: "RequestDocuments",
                columns: new[] { "RequestId", "UploadId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RequestDocuments_Sha256",
                table: "RequestDocuments",
                column: "Sha256")
                .Annotation("SqlServer:Include", new[] { "RequestId" });

            migrationBuilder.CreateIndex(
                name: "IX_RequestEvents_RequestId_Sequence",
                table: "RequestEvents",
                columns: new[] { "RequestId", "Sequence" },
                unique: true)
                .Annotation("SqlServer:Include", new[] { "Hash" });

            migrationBuilder.CreateIndex(
                name: "IX_RequestSearchTerms_Term_RequestId",
                table: "RequestSearchTerms",
                columns: new[] { "Term", "RequestId" });

            migrationBuilder.CreateIndex(
                name: "IX_SealCertificates_Generation",
                table: "SealCertificates",
                column: "Generation",
                unique: true,
                filter: "[Generation] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SellerGrants_ExpiresOn",
                table: "SellerGrants",
                column: "ExpiresOn");

            migrationBuilder.CreateIndex(
                name: "IX_SellerGrants_RequestId",
                table: "SellerGrants",
                column: "RequestId");

            migrationBuilder.CreateIndex(
                name: "IX_SellerGrants_TokenHash",
                table: "SellerGrants",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Sellers_NameKey",
                table: "Sellers",
                column: "NameKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Queue_AssignedTo_EndedOn_Id",
                table: "ServiceRequests",
                columns: new[] { "AssignedTo", "EndedOn", "Id" })
                .Annotation("SqlServer:Include", new[] { "Status", "AgentIsNext", "TightestDueOn", "OpenedOn", "IsLate", "Strength", "SellerKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Queue_Ended_EndedOn_Id",
                table: "ServiceRequests",
                columns: new[] { "EndedOn", "Id" },
                filter: "EndedOn IS NOT NULL")
                .Annotation("SqlServer:Include", new[] { "Status", "AgentIsNext", "AssignedTo", "TightestDueOn", "OpenedOn", "IsLate", "Strength", "SellerKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Queue_Ended_OpenedOn_Id",
                table: "ServiceRequests",
                columns: new[] { "OpenedOn", "Id" },
                filter: "EndedOn IS NOT NULL")
                .Annotation("SqlServer:Include", new[] { "Status", "AgentIsNext", "AssignedTo", "TightestDueOn", "IsLate", "Strength", "SellerKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Queue_Ended_SellerKey_EndedOn_Id",
                table: "ServiceRequests",
                columns: new[] { "SellerKey", "EndedOn", "Id" },
                filter: "EndedOn IS NOT NULL")
                .Annotation("SqlServer:Include", new[] { "Status", "AgentIsNext", "AssignedTo", "TightestDueOn", "OpenedOn", "IsLate", "Strength" });

            migrationBuilder.CreateIndex(
                name: "IX_Queue_Ended_Status_EndedOn_Id",
                table: "ServiceRequests",
                columns: new[] { "Status", "EndedOn", "Id" },
                filter: "EndedOn IS NOT NULL")
                .Annotation("SqlServer:Include", new[] { "AgentIsNext", "AssignedTo", "TightestDueOn", "OpenedOn", "IsLate", "Strength", "SellerKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Queue_Ended_Value_Id",
                table: "ServiceRequests",
                columns: new[] { "Value", "Id" },
                filter: "EndedOn IS NOT NULL")
                .Annotation("SqlServer:Include", new[] { "Status", "AgentIsNext", "AssignedTo", "TightestDueOn", "OpenedOn", "IsLate", "Strength", "SellerKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Queue_Open_AssignedTo_AgentIsNext_TightestDueOn_Id",
                table: "ServiceRequests",
                columns: new[] { "AssignedTo", "AgentIsNext", "TightestDueOn", "Id" },
                filter: "TightestDueOn IS NOT NULL")
                .Annotation("SqlServer:Include", new[] { "Status", "OpenedOn", "IsLate", "Strength", "SellerKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Queue_Open_AssignedTo_Status_TightestDueOn_Id",
                table: "ServiceRequests",
                columns: new[] { "AssignedTo", "Status", "TightestDueOn", "Id" },
                filter: "TightestDueOn IS NOT NULL")
                .Annotation("SqlServer:Include", new[] { "AgentIsNext", "OpenedOn", "IsLate", "Strength", "SellerKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Queue_Open_AssignedTo_TightestDueOn_Id",
                table: "ServiceRequests",
                columns: new[] { "AssignedTo", "TightestDueOn", "Id" },
                filter: "TightestDueOn IS NOT NULL")
                .Annotation("SqlServer:Include", new[] { "Status", "AgentIsNext", "OpenedOn", "IsLate", "Strength", "SellerKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Queue_Open_OpenedOn_Id",
                table: "ServiceRequests",
                columns: new[] { "OpenedOn", "Id" },
                filter: "TightestDueOn IS NOT NULL")
                .Annotation("SqlServer:Include", new[] { "Status", "AgentIsNext", "AssignedTo", "TightestDueOn", "IsLate", "Strength", "SellerKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Queue_Open_SellerKey_TightestDueOn_Id",
                table: "ServiceRequests",
                columns: new[] { "SellerKey", "TightestDueOn", "Id" },
                filter: "TightestDueOn IS NOT NULL")
                .Annotation("SqlServer:Include", new[] { "Status", "AgentIsNext", "AssignedTo", "OpenedOn", "IsLate", "Strength" });

            migrationBuilder.CreateIndex(
                name: "IX_Queue_Open_Status_TightestDueOn_Id",
                table: "ServiceRequests",
                columns: new[] { "Status", "TightestDueOn", "Id" },
                filter: "TightestDueOn IS NOT NULL")
                .Annotation("SqlServer:Include", new[] { "AgentIsNext", "AssignedTo", "OpenedOn", "IsLate", "Strength", "SellerKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Queue_Open_TightestDueOn_Id_Status_AgentIsNext",
                table: "ServiceRequests",
                columns: new[] { "TightestDueOn", "Id", "Status", "AgentIsNext" },
                filter: "TightestDueOn IS NOT NULL")
                .Annotation("SqlServer:Include", new[] { "AssignedTo", "OpenedOn", "IsLate", "Strength", "SellerKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Queue_Open_Value_Id",
                table: "ServiceRequests",
                columns: new[] { "Value", "Id" },
                filter: "TightestDueOn IS NOT NULL")
                .Annotation("SqlServer:Include", new[] { "Status", "AgentIsNext", "AssignedTo", "TightestDueOn", "OpenedOn", "IsLate", "Strength", "SellerKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Queue_Weak_25",
                table: "ServiceRequests",
                columns: new[] { "TightestDueOn", "Id" },
                filter: "TightestDueOn IS NOT NULL AND Strength < 25")
                .Annotation("SqlServer:Include", new[] { "Status", "AgentIsNext", "AssignedTo", "OpenedOn", "IsLate", "Strength", "SellerKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Queue_Weak_50",
                table: "ServiceRequests",
                columns: new[] { "TightestDueOn", "Id" },
                filter: "TightestDueOn IS NOT NULL AND Strength < 50")
                .Annotation("SqlServer:Include", new[] { "Status", "AgentIsNext", "AssignedTo", "OpenedOn", "IsLate", "Strength", "SellerKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Queue_Weak_75",
                table: "ServiceRequests",
                columns: new[] { "TightestDueOn", "Id" },
                filter: "TightestDueOn IS NOT NULL AND Strength < 75")
                .Annotation("SqlServer:Include", new[] { "Status", "AgentIsNext", "AssignedTo", "OpenedOn", "IsLate", "Strength", "SellerKey" });

            migrationBuilder.CreateIndex(
                name: "IX_ServiceRequests_DocumentsDue",
                table: "ServiceRequests",
                column: "DocumentsDueOn",
                filter: "[Status] IN (N'AwaitingDocuments', N'MoreNeeded')")
                .Annotation("SqlServer:Include", new[] { "Status", "IsLate", "NextStepFrom", "TightestDueOn" });

            migrationBuilder.CreateIndex(
                name: "IX_ServiceRequests_EndedOn_Outcome",
                table: "ServiceRequests",
                columns: new[] { "EndedOn", "Outcome" });

            migrationBuilder.CreateIndex(
                name: "IX_ServiceRequests_FirstDecisionOn_FirstDecisionMinutes",
                table: "ServiceRequests",
                columns: new[] { "FirstDecisionOn", "FirstDecisionMinutes" });

            migrationBuilder.CreateIndex(
                name: "IX_ServiceRequests_LatestFilingOn",
                table: "ServiceRequests",
                column: "LatestFilingOn",
                filter: "TightestDueOn IS NOT NULL")
                .Annotation("SqlServer:Include", new[] { "Status", "TightestDueOn" });

            migrationBuilder.CreateIndex(
                name: "IX_ServiceRequests_OpenedOn_CompletedInTime",
                table: "ServiceRequests",
                columns: new[] { "OpenedOn", "CompletedInTime" })
                .Annotation("SqlServer:Include", new[] { "Outcome", "DocumentsDueOn" });

            migrationBuilder.CreateIndex(
                name: "IX_ServiceRequests_Reference",
                table: "ServiceRequests",
                column: "Reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ServiceRequests_SubmissionId",
                table: "ServiceRequests",
                column: "SubmissionId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ServiceRequests_WithSeller",
                table: "ServiceRequests",
                column: "NextStepFrom",
                filter: "[Status] = N'WithSeller'");

            migrationBuilder.CreateIndex(
                name: "IX_SettingChanges_Key_Version",
                table: "SettingChanges",
                columns: new[] { "Key", "Version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SignInAttempts_AccountHash_AttemptedOn",
                table: "SignInAttempts",
                columns: new[] { "AccountHash", "AttemptedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_SignInAttempts_AttemptedOn",
                table: "SignInAttempts",
                column: "AttemptedOn");

            migrationBuilder.CreateIndex(
                name: "IX_SignInAttempts_SourceHash_AttemptedOn",
                table: "SignInAttempts",
                columns: new[] { "SourceHash", "AttemptedOn" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AgentEvents");

            migrationBuilder.DropTable(
                name: "AgentInvitations");

            migrationBuilder.DropTable(
                name: "AgentRecoveryCodes");

            migrationBuilder.DropTable(
                name: "AspNetRoleClaims");

            migrationBuilder.DropTable(
                name: "AspNetUserClaims");

            migrationBuilder.DropTable(
                name: "AspNetUserLogins");

            migrationBuilder.DropTable(
                name: "AspNetUserPasskeys");

            migrationBuilder.DropTable(
                name: "AspNetUserRoles");

            migrationBuilder.DropTable(
                name: "AspNetUserTokens");

            migrationBuilder.DropTable(
                name: "CannedTexts");

            migrationBuilder.DropTable(
                name: "ClaimPackets");

            migrationBuilder.DropTable(
                name: "Commits");

            migrationBuilder.DropTable(
                name: "CustomerGrants");

            migrationBuilder.DropTable(
                name: "DataProtectionKeys");

            migrationBuilder.DropTable(
                name: "FoundPackages");

            migrationBuilder.DropTable(
                name: "JobRuns");

            migrationBuilder.DropTable(
                name: "KnownOrders");

            migrationBuilder.DropTable(
                name: "OrderImportErrors");

            migrationBuilder.DropTable(
                name: "Outbox");

            migrationBuilder.DropTable(
                name: "ReportDrafts");

            migrationBuilder.DropTable(
                name: "RequestDocuments");

            migrationBuilder.DropTable(
                name: "RequestEvents");

            migrationBuilder.DropTable(
                name: "RequestSearchTerms");

            migrationBuilder.DropTable(
                name: "ReviewTicks");

            migrationBuilder.DropTable(
                name: "SealCertificates");

            migrationBuilder.DropTable(
                name: "SellerGrants");

            migrationBuilder.DropTable(
                name: "Sellers");

            migrationBuilder.DropTable(
                name: "SettingChanges");

            migrationBuilder.DropTable(
                name: "Settings");

            migrationBuilder.DropTable(
                name: "SignInAttempts");

            migrationBuilder.DropTable(
                name: "AspNetRoles");

            migrationBuilder.DropTable(
                name: "OrderImports");

            migrationBuilder.DropTable(
                name: "ServiceRequests");

            migrationBuilder.DropTable(
                name: "AspNetUsers");
        }
    }
}
