using Microsoft.AspNetCore.Identity;

namespace MissingPackage.Data;

/// <summary>A care agent's account.</summary>
public sealed class Agent : IdentityUser;
