using Telehealth.Storage;

namespace Telehealth.Consultations.Photos;

/// <summary>Photos' bytes, each under the hash of its content: files/ab/abcdef….</summary>
internal sealed class PhotoFiles(StorageOptions storage)
{
    private readonly string _folder = Path.Combine(storage.DataFolder, "files");

    public async Task WriteAsync(string hash, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var path = PathOf(hash);
        if (File.Exists(path))
        {
            return;
        }

        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // Written beside and renamed, so that a crash leaves no half photo under a whole one's hash.
        var unfinished = $"{path}.{Path.GetRandomFileName()}";
        await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true))
        {
            await file.WriteAsync(content, cancellation);

            // On the disk before the row that names it: a power cut must not leave the row alone.
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    public Stream? Open(string hash)
    {
        var path = PathOf(hash);
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete) : null;
    }

    public void Delete(string hash) => File.Delete(PathOf(hash));

    private string PathOf(string hash) => Path.Combine(_folder, hash[..2], hash);
}
