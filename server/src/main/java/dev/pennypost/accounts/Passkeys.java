package dev.pennypost.accounts;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import dev.pennypost.accounts.PasskeyStore.Credential;
import dev.pennypost.json.Json;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What authenticators are asked, and whether their answers hold (WebAuthn §7). Passkeys are discoverable and verify
/// their user, so that one is enough to sign in; who made the authenticator is not asked.
final class Passkeys {
    private static final int CHALLENGE_OCTETS = 32;
    private static final int TIMEOUT_MILLIS = 300_000;
    private static final int UUID_OCTETS = 16;

    private static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(COSEAlgorithmIdentifier.EdDSA, COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.RS256);

    private final SecureRandom random;

    Passkeys(SecureRandom random) {
        this.random = random;
    }

    byte[] challenge() {
        byte[] challenge = new byte[CHALLENGE_OCTETS];
        random.nextBytes(challenge);
        return challenge;
    }

    /// What `navigator.credentials.create` is asked.
    String creation(RelyingParty party, byte[] challenge, Person person, List<Credential> existing) {
        return Json.write(Map.of(
                "rp", Map.of("id", party.id(), "name", "Pennypost"),
                "user",
                        Map.of(
                                "id", base64(handle(person.id())),
                                "name", person.email(),
                                "displayName", person.name()),
                "challenge", base64(challenge),
                "pubKeyCredParams",
                        ALGORITHMS.stream()
                                .map(one -> Map.of("type", "public-key", "alg", one.getValue()))
                                .toList(),
                "timeout", TIMEOUT_MILLIS,
                "excludeCredentials",
                        existing.stream().map(Passkeys::descriptor).toList(),
                "authenticatorSelection",
                        Map.of(
                                "residentKey", "required",
                                "requireResidentKey", true,
                                "userVerification", "required"),
                "attestation", "none"));
    }

    /// What `navigator.credentials.get` is asked.
    ///
    /// @param allowed one of these; empty for any passkey of ours
    String request(RelyingParty party, byte[] challenge, List<Credential> allowed) {
        return Json.write(Map.of(
                "rpId", party.id(),
                "challenge", base64(challenge),
                "timeout", TIMEOUT_MILLIS,
                "allowCredentials", allowed.stream().map(Passkeys::descriptor).toList(),
                "userVerification", "required"));
    }

    /// The passkey that was made (WebAuthn §7.1).
    ///
    /// @throws BadAnswer when the answer does not hold
    Credential created(RelyingParty party, byte[] challenge, PersonId person, String answer) throws BadAnswer {
        var parameters = new RegistrationParameters(server(party, challenge), algorithms(), true, true);
        return judged(() -> credential(person, Library.MANAGER.verifyRegistrationResponseJSON(answer, parameters)));
    }

    private Credential credential(PersonId person, RegistrationData data) {
        var authenticator = Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
        var key = Objects.requireNonNull(authenticator.getAttestedCredentialData());
        return new Credential(
                person,
                key.getCredentialId(),
                Library.ATTESTED.convert(key),
                authenticator.getSignCount(),
                authenticator.isFlagBE(),
                authenticator.isFlagBS(),
                transports(data));
    }

    /// What an authenticator says, before anything of it is believed.
    ///
    /// @throws BadAnswer when it cannot be read
    AuthenticationData read(String answer) throws BadAnswer {
        return judged(() -> Library.MANAGER.parseAuthenticationResponseJSON(answer));
    }

    /// Whether it holds for this passkey (WebAuthn §7.2): the signature, the challenge, origin and relying party, that
    /// the user was verified, and that the passkey was not copied.
    ///
    /// @throws BadAnswer when it does not
    void verify(RelyingParty party, byte[] challenge, Credential credential, AuthenticationData data) throws BadAnswer {
        var key = new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                credential.backupEligible(),
                credential.backedUp(),
                credential.signCount(),
                Library.ATTESTED.convert(credential.attested()),
                null,
                null,
                null,
                Set.of());
        var parameters = new AuthenticationParameters(server(party, challenge), key, null, true, true);
        judged(() -> Library.MANAGER.verify(data, parameters));
    }

    /// Beside exceptions of its own the library lets through those of its JSON and CBOR readers, and of code that met
    /// something missing: whatever it stumbles over is an answer that does not hold.
    private static <T> T judged(Supplier<T> reading) throws BadAnswer {
        try {
            return reading.get();
        } catch (RuntimeException bad) {
            throw new BadAnswer(bad);
        }
    }

    /// Whether the authenticator means the passkey's owner (WebAuthn §7.2 step 6); a discoverable one says so.
    static boolean isOwner(AuthenticationData data, PersonId person) {
        @SuppressWarnings("NullAway") // the library says it of the array, and it is read as if said of the octets
        byte @Nullable [] said = data.getUserHandle();
        return said != null && Arrays.equals(said, handle(person));
    }

    private static ServerProperty server(RelyingParty party, byte[] challenge) {
        return ServerProperty.builder()
                .origin(party.origin())
                .rpId(party.id())
                .challenge(new DefaultChallenge(challenge))
                .build();
    }

    private static List<PublicKeyCredentialParameters> algorithms() {
        return ALGORITHMS.stream()
                .map(one -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, one))
                .toList();
    }

    private static List<String> transports(RegistrationData data) {
        Set<AuthenticatorTransport> said = data.getTransports();
        return Optional.ofNullable(said).stream()
                .flatMap(Set::stream)
                .map(AuthenticatorTransport::getValue)
                .sorted()
                .toList();
    }

    private static Map<String, Object> descriptor(Credential credential) {
        return Map.of(
                "type", "public-key",
                "id", base64(credential.credentialId()),
                "transports", credential.transports());
    }

    private static byte[] handle(PersonId person) {
        UUID id = person.value();
        return ByteBuffer.allocate(UUID_OCTETS)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /// Loaded when the first passkey comes along: a server starts without it.
    private static final class Library {
        private static final ObjectConverter CONVERTER = new ObjectConverter();
        private static final WebAuthnManager MANAGER = WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);
        private static final AttestedCredentialDataConverter ATTESTED = new AttestedCredentialDataConverter(CONVERTER);
    }
}
