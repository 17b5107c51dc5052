package dev.pennypost.domains.writer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/// An element of an XML document from somebody else: no document types, so no entities and no files.
record Xml(Element element) {
    /// @throws Refused when it is not XML
    static Xml parse(byte[] document) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler()); // the JDK's own prints to standard error
            return new Xml(builder.parse(new ByteArrayInputStream(document)).getDocumentElement());
        } catch (SAXException | IOException notXml) {
            throw RemoteApi.nonsense("an answer that is not XML");
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException(impossible); // the JDK's own parser knows these features
        }
    }

    String name() {
        return element.getTagName();
    }

    /// The children of this name.
    List<Xml> all(String name) {
        var found = new ArrayList<Xml>();
        for (var node = element.getFirstChild(); node != null; node = node.getNextSibling())
            if (node instanceof Element child && child.getTagName().equals(name)) found.add(new Xml(child));
        return found;
    }

    /// The child at the end of a path of names.
    Optional<Xml> find(String... path) {
        Optional<Xml> at = Optional.of(this);
        for (String name : path) at = at.flatMap(xml -> xml.all(name).stream().findFirst());
        return at;
    }

    Optional<String> maybe(String... path) {
        return find(path).map(xml -> xml.element.getTextContent().strip());
    }

    String text(String... path) {
        return maybe(path).orElseThrow(() -> RemoteApi.nonsense("an answer without `" + String.join("/", path) + "`"));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
