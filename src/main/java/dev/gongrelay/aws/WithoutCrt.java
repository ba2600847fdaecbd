package dev.gongrelay.aws;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;

/**
 * Keeps the AWS Common Runtime out of native images. The SDK names its classes, which are not in the package, but an
 * image is linked when it is built. The SDK uses them only where they are present.
 */
@SuppressWarnings("DoNotCallSuggester")
@TargetClass(className = "software.amazon.awssdk.checksums.internal.ChecksumProvider")
final class WithoutCrt {
    @Substitute
    static SdkChecksum createCrtCrc32C() {
        throw new UnsupportedOperationException();
    }

    @Substitute
    static SdkChecksum crc64NvmeCrtImplementation() {
        throw new UnsupportedOperationException();
    }

    @Substitute
    static SdkChecksum crtXxHash(ChecksumAlgorithm algorithm) {
        throw new UnsupportedOperationException();
    }
}
