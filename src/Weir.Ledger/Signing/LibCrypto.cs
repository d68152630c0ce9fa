using System.Reflection;
using System.Runtime.InteropServices;

namespace Weir.Ledger.Signing;

/// <summary>
/// The few calls into OpenSSL that Ed25519 needs; .NET 10 itself has no Ed25519. The library is the one that .NET on Linux
/// uses for everything else, so it is there wherever TLS works.
/// </summary>
internal static class LibCrypto
{
    /// <summary>NID of Ed25519 in OpenSSL's list of objects.</summary>
    public const int Ed25519 = 1087;

    private const string Name = "libcrypto";
    private static readonly string[] Files = ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib", "libcrypto-3-x64.dll"];
    private static readonly nint Library = Find();

    static LibCrypto() => NativeLibrary.SetDllImportResolver(typeof(LibCrypto).Assembly, static (name, _, _) => name is Name ? Library : 0);

    /// <summary>Whether a library was found that knows raw Ed25519 keys.</summary>
    public static bool IsThere => Library != 0;

    private static nint Find()
    {
        foreach (var file in Files)
        {
            if (NativeLibrary.TryLoad(file, typeof(LibCrypto).Assembly, DllImportSearchPath.SafeDirectories, out var library)
                && NativeLibrary.TryGetExport(library, "EVP_PKEY_new_raw_private_key", out _))
                return library;
        }

        return 0;
    }

    [DllImport(Name, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern nint NewPrivateKey(int type, nint engine, in byte key, nint length);

    [DllImport(Name, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern nint NewPublicKey(int type, nint engine, in byte key, nint length);

    [DllImport(Name, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int GetPublicKey(KeyHandle key, ref byte output, ref nint length);

    [DllImport(Name, EntryPoint = "EVP_PKEY_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern void FreeKey(nint key);

    [DllImport(Name, EntryPoint = "EVP_MD_CTX_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern nint NewContext();

    [DllImport(Name, EntryPoint = "EVP_MD_CTX_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern void FreeContext(nint context);

    [DllImport(Name, EntryPoint = "EVP_DigestSignInit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int BeginSign(nint context, nint keyContext, nint digest, nint engine, KeyHandle key);

    [DllImport(Name, EntryPoint = "EVP_DigestSign")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Sign(nint context, ref byte signature, ref nint length, in byte message, nint messageLength);

    [DllImport(Name, EntryPoint = "EVP_DigestVerifyInit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int BeginVerify(nint context, nint keyContext, nint digest, nint engine, KeyHandle key);

    [DllImport(Name, EntryPoint = "EVP_DigestVerify")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Verify(nint context, in byte signature, nint length, in byte message, nint messageLength);

    /// <summary>An EVP_PKEY, freed with the handle.</summary>
    public sealed class KeyHandle : SafeHandle
    {
        public KeyHandle(nint key) : base(0, ownsHandle: true) => SetHandle(key);

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            FreeKey(handle);
            return true;
        }
    }
}
