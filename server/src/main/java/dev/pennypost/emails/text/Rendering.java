package dev.pennypost.emails.text;

import static java.util.Map.entry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/// Writes a document onto a [Page], in one walk without recursion.
final class Rendering implements NodeFilter {
    private static final String RULE = "-".repeat(10);
    private static final String CELLS = " | ";
    private static final int LINE = 1;
    private static final int PARAGRAPH = 2;

    /// What no reader sees, or what is no text.
    private static final Set<String> DROPPED = Set.of(
            "head",
            "title",
            "style",
            "script",
            "template",
            "svg",
            "iframe",
            "noembed",
            "noframes",
            "textarea",
            "select",
            "datalist",
            "xmp",
            "plaintext");

    /// How many ends of lines stand around an element.
    private static final Map<String, Integer> BREAKS = Map.ofEntries(
            entry("p", PARAGRAPH),
            entry("h1", PARAGRAPH),
            entry("h2", PARAGRAPH),
            entry("h3", PARAGRAPH),
            entry("h4", PARAGRAPH),
            entry("h5", PARAGRAPH),
            entry("h6", PARAGRAPH),
            entry("blockquote", PARAGRAPH),
            entry("pre", PARAGRAPH),
            entry("table", PARAGRAPH),
            entry("dl", PARAGRAPH),
            entry("figure", PARAGRAPH),
            entry("hr", PARAGRAPH),
            entry("article", PARAGRAPH),
            entry("section", PARAGRAPH),
            entry("address", LINE),
            entry("aside", LINE),
            entry("body", LINE),
            entry("caption", LINE),
            entry("center", LINE),
            entry("dd", LINE),
            entry("details", LINE),
            entry("dialog", LINE),
            entry("div", LINE),
            entry("dt", LINE),
            entry("fieldset", LINE),
            entry("figcaption", LINE),
            entry("footer", LINE),
            entry("form", LINE),
            entry("header", LINE),
            entry("hgroup", LINE),
            entry("legend", LINE),
            entry("li", LINE),
            entry("main", LINE),
            entry("nav", LINE),
            entry("summary", LINE));

    private final Page page = new Page();
    private final HiddenClasses hidden;
    private final Deque<Row> rows = new ArrayDeque<>();
    private final Deque<Cell> cells = new ArrayDeque<>();
    private final Deque<Numbering> lists = new ArrayDeque<>();
    private final Deque<Link> links = new ArrayDeque<>();
    private int preformatted;

    Rendering(HiddenClasses hidden) {
        this.hidden = hidden;
    }

    String text() {
        return page.toString();
    }

    private static final class Row {
        private int cells;
        private int held;
    }

    /// @param start the length of the text before the cell
    /// @param line the line its first word would stand on
    private record Cell(int start, int line) {}

    private static final class Numbering {
        private final boolean numbered;
        private int next;

        Numbering(boolean numbered, int first) {
            this.numbered = numbered;
            this.next = first;
        }

        String marker() {
            return numbered ? next++ + ". " : "- ";
        }
    }

    private static final class Link {
        private final Href href;
        private final int start;
        private boolean hasImage;

        Link(Href href, int start) {
            this.href = href;
            this.start = start;
        }
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode text) text(text.getWholeText());
        if (!(node instanceof Element element)) return FilterResult.CONTINUE;
        if (isHidden(element)) return FilterResult.SKIP_ENTIRELY;
        open(element, element.normalName());
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) close(element.normalName());
        return FilterResult.CONTINUE;
    }

    private boolean isHidden(Element element) {
        if (DROPPED.contains(element.normalName()) || element.hasAttr("hidden")) return true;
        if (element.attr("data-skip-in-text").equals("true")) return true; // React Email marks its preheaders so
        var style = Style.of(element.attr("style"));
        return style.hides() || (!style.shows() && hidden.hide(element));
    }

    private void open(Element element, String name) {
        breakAround(name);
        switch (name) {
            case "br" -> lineBreak();
            case "hr" -> page.word(RULE);
            case "img" -> image(element);
            case "a" -> links.push(new Link(Href.of(element), page.length()));
            case "ul", "ol" -> openList(element, name.equals("ol"));
            case "li" -> openItem(element);
            case "blockquote" -> quote();
            case "pre" -> preformatted++;
            case "tr" -> rows.push(new Row());
            case "td", "th" -> openCell();
            default -> {}
        }
    }

    private void close(String name) {
        switch (name) {
            case "a" -> closeLink(links.pop());
            case "ul", "ol" -> closeList();
            case "li", "blockquote" -> page.outdent();
            case "pre" -> preformatted--;
            case "tr" -> closeRow(rows.pop());
            case "td", "th" -> closeCell(cells.pop());
            default -> {}
        }
        breakAround(name);
    }

    private void breakAround(String name) {
        Integer ends = BREAKS.get(name);
        if (ends != null) breakLine(ends);
    }

    /// What begins a cell begins no line: the row is the line.
    private void breakLine(int ends) {
        if (!beginsCell()) page.breakLine(ends);
    }

    private boolean beginsCell() {
        Cell cell = cells.peek();
        return cell != null && cell.start() == page.length();
    }

    private void lineBreak() {
        if (preformatted > 0) page.moreBreak(Integer.MAX_VALUE);
        else if (!beginsCell()) page.moreBreak(PARAGRAPH);
    }

    private void image(Element image) {
        Link link = links.peek();
        if (link != null) link.hasImage = true;
        if (image.attr("alt").isBlank()) return;
        page.space();
        flowing(image.attr("alt"));
        page.space();
    }

    private void closeLink(Link link) {
        String url = link.href.shown();
        if (url.isEmpty()) return;
        int length = page.length() - link.start;
        if (length > 0) {
            boolean same = length <= link.href.longestName() && link.href.isNamed(page.since(link.start));
            if (!same) page.attach("[" + url + "]");
        } else if (link.hasImage) {
            page.space();
            page.word("[" + url + "]");
        }
    }

    private void openList(Element list, boolean numbered) {
        breakLine(lists.isEmpty() ? PARAGRAPH : LINE);
        lists.push(new Numbering(numbered, number(list.attr("start"), 1)));
    }

    private void closeList() {
        lists.pop();
        breakLine(lists.isEmpty() ? PARAGRAPH : LINE);
    }

    private void openItem(Element item) {
        Numbering list = lists.peek();
        if (list != null) list.next = number(item.attr("value"), list.next);
        String marker = list == null ? "- " : list.marker();
        page.breakLine(LINE);
        page.indent(marker, " ".repeat(marker.length()));
    }

    private static int number(String text, int otherwise) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : otherwise;
    }

    private void quote() {
        page.breakLine(LINE);
        page.indent("> ", "> ");
    }

    private void openCell() {
        Row row = rows.peek();
        if (row != null && row.cells > 0 && page.nextLine() == page.line()) page.between(CELLS);
        cells.push(new Cell(page.length(), page.nextLine()));
    }

    /// A cell of one line leaves the line to the cells that follow.
    private void closeCell(Cell cell) {
        if (page.length() == cell.start()) return;
        Row row = rows.peek();
        if (row == null) return;
        row.cells++;
        if (page.line() == cell.line()) row.held = Math.max(row.held, page.takeBreaks());
        else page.breakLine(LINE);
    }

    /// A row of one cell is layout: what stood in the cell keeps its distance from what follows.
    private void closeRow(Row row) {
        if (row.cells > 0) breakLine(row.cells == 1 ? Math.max(LINE, row.held) : LINE);
    }

    private void text(String text) {
        if (preformatted == 0) flowing(text);
        else verbatim(text);
    }

    private void flowing(String text) {
        var word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Letters.isSpace(c)) {
                takeWord(word);
                page.space();
            } else if (Letters.isShown(c)) {
                word.append(c);
            }
        }
        takeWord(word);
    }

    private void verbatim(String text) {
        var word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                takeWord(word);
                lineBreak();
            } else if (Letters.isSpace(c)) {
                takeWord(word);
                page.gap(c);
            } else if (Letters.isShown(c)) {
                word.append(c);
            }
        }
        takeWord(word);
    }

    private void takeWord(StringBuilder word) {
        page.word(word);
        word.setLength(0);
    }
}
