package dev.pennypost.topics;

import dev.pennypost.mail.address.Address;
import dev.pennypost.teams.TeamId;

/// The question whether a recipient may be sent an email of a topic.
///
/// @param team that sends
public record Interest(TeamId team, TopicId topic, Address recipient) {}
