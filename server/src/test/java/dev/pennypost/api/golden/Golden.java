package dev.pennypost.api.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A file of requests and the answers they get, in the order they are made.
///
/// A step begins with `>>> METHOD /path`, then header fields, each after a `+`, then the JSON that is sent. The answer
/// begins with `<<< STATUS`, then the JSON that is expected. `--- word argument` is an instruction for the world. In a
/// text, `<name>` is a placeholder: it takes what stands there the first time and stands for the same ever after;
/// `<time>` is any moment, `<text>` any text.
record Golden(Path file, List<Step> steps) {
    sealed interface Step {
        record Exchange(String method, String path, List<String> headers, String body, int status, String answer)
                implements Step {}

        record Instruction(String word, String argument) implements Step {}
    }

    static Golden read(Path file) {
        try {
            return new Golden(file, steps(Files.readAllLines(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Step> steps(List<String> lines) {
        var steps = new ArrayList<Step>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("--- ")) {
                String[] words = line.substring(4).split(" ", 2);
                steps.add(new Step.Instruction(words[0], words.length > 1 ? words[1] : ""));
            } else if (line.startsWith(">>> ")) {
                int answer = next(lines, i + 1, "<<< ");
                int end = end(lines, answer + 1);
                String[] words = line.split(" ", 3);
                int body = i + 1;
                while (lines.get(body).startsWith("+ ")) body++;
                steps.add(new Step.Exchange(
                        words[1],
                        words[2],
                        lines.subList(i + 1, body).stream()
                                .map(header -> header.substring(2))
                                .toList(),
                        text(lines, body, answer),
                        Integer.parseInt(lines.get(answer).substring(4).strip()),
                        text(lines, answer + 1, end)));
                i = end - 1;
            }
        }
        return steps;
    }

    private static int next(List<String> lines, int from, String mark) {
        int i = from;
        while (!lines.get(i).startsWith(mark)) i++;
        return i;
    }

    private static int end(List<String> lines, int from) {
        int i = from;
        while (i < lines.size() && !lines.get(i).matches("(>>>|---|#).*")) i++;
        return i;
    }

    private static String text(List<String> lines, int from, int to) {
        return String.join("\n", lines.subList(from, to)).strip();
    }

    @Override
    public String toString() {
        return dialect(file) + "/" + file.getFileName();
    }

    /// The folder's name.
    private static String dialect(Path file) {
        return file.getName(file.getNameCount() - 2).toString();
    }
}
