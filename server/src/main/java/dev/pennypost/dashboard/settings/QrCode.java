package dev.pennypost.dashboard.settings;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/// Text as a QR code (ISO/IEC 18004).
final class QrCode {
    private static final int QUIET = 4;

    private QrCode() {}

    /// Drawn as SVG, black on white whatever the colours of the page: cameras want it so.
    static String svg(String text) {
        ByteMatrix dots = dots(text);
        int side = dots.getWidth() + 2 * QUIET;
        var path = new StringBuilder();
        for (int y = 0; y < dots.getHeight(); y++)
            for (int x = 0; x < dots.getWidth(); x++)
                if (dots.get(x, y) == 1)
                    path.append('M').append(x + QUIET).append(' ').append(y + QUIET).append("h1v1h-1z");
        return "<svg class=\"qr\" role=\"img\" aria-label=\"QR code\" viewBox=\"0 0 " + side + " " + side
                + "\" shape-rendering=\"crispEdges\"><rect width=\"" + side + "\" height=\"" + side
                + "\" fill=\"#fff\"/><path fill=\"#000\" d=\"" + path + "\"/></svg>";
    }

    private static ByteMatrix dots(String text) {
        try {
            return Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
        } catch (WriterException tooLong) {
            throw new IllegalArgumentException("too long for a QR code", tooLong);
        }
    }
}
