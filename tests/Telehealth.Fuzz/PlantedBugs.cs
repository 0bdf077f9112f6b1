using System.Runtime.CompilerServices;

namespace Telehealth.Fuzz;

/// <summary>Code that is wrong on purpose: a fuzzer that does not find these would find nothing.</summary>
internal static class PlantedBugs
{
    /// <summary>Each letter opens one more branch, so that only coverage leads to the end within a bounded run.</summary>
    public static void Read(ReadOnlySpan<byte> input)
    {
        if (input.Length >= 6 && input[0] == 'F')
        {
            if (input[1] == 'U')
            {
                if (input[2] == 'Z')
                {
                    if (input[3] == 'Z')
                    {
                        Break(input);
                    }
                }
            }
        }
    }

    private static void Break(ReadOnlySpan<byte> input)
    {
        switch (input[4])
        {
            case (byte)'x':
                _ = input[input.Length + input[5]];
                break;
            case (byte)'a':
                Keep(new byte[2 << 20]);
                break;
            case (byte)'s':
                Thread.Sleep(15);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep(byte[] garbage) => garbage[0] = 1;
}
