namespace MissingPackage.Documents.Vault;

/// <summary>A blob of that name exists. Its bytes were left as they are.</summary>
public sealed class DocumentExistsException : IOException
{
    /// <summary>Without a cause.</summary>
    public DocumentExistsException()
        : this(innerException: null)
    {
    }

    /// <summary>With the store's own error.</summary>
    public DocumentExistsException(Exception? innerException)
        : base("A document of that name is already stored.", innerException)
    {
    }
}

/// <summary>The store has no room left. Nothing was written.</summary>
public sealed class DocumentStoreFullException : IOException
{
    /// <summary>Without a cause.</summary>
    public DocumentStoreFullException()
        : this(innerException: null)
    {
    }

    /// <summary>With the store's own error.</summary>
    public DocumentStoreFullException(Exception? innerException)
        : base("The document store is full. Nothing was stored.", innerException)
    {
    }
}

/// <summary>The store can't be reached or used just now: it says nothing about what it holds.</summary>
public sealed class DocumentStoreAwayException : IOException
{
    /// <summary>Without a cause.</summary>
    public DocumentStoreAwayException()
        : this(innerException: null)
    {
    }

    /// <summary>With the store's own error.</summary>
    public DocumentStoreAwayException(Exception? innerException)
        : base("The document store can’t be reached just now.", innerException)
    {
    }
}

/// <summary>What is wrong with a stored document. Stable names.</summary>
public enum DocumentDamage
{
    /// <summary>The store has no blob of that name.</summary>
    Missing,

    /// <summary>It was changed, or the key that protects it is gone.</summary>
    CannotDecrypt,

    /// <summary>It decrypts, but is not the document that was recorded.</summary>
    ContentDiffers,
}

/// <summary>A stored document is not to be shown, not even in part. Its message holds no name and no content.</summary>
public sealed class DamagedDocumentException : Exception
{
    /// <summary>With what is wrong, and where known its cause.</summary>
    public DamagedDocumentException(DocumentDamage damage, Exception? innerException = null)
        : base($"A stored document is damaged: {damage}.", innerException) => Damage = damage;

    /// <summary>What is wrong.</summary>
    public DocumentDamage Damage { get; }
}
