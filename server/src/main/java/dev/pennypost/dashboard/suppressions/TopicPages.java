package dev.pennypost.dashboard.suppressions;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Listing;
import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.topics.SaveResult;
import dev.pennypost.topics.Topic;
import dev.pennypost.topics.TopicId;
import dev.pennypost.topics.TopicProblem;
import dev.pennypost.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// `/suppressions/topics`: the kinds of email that recipients may want or not want.
public final class TopicPages implements Section {
    static final String PATH = SuppressionPages.PATH + "/topics";
    private static final int ROWS = 50;

    private final Topics topics;

    public TopicPages(Topics topics) {
        this.topics = topics;
    }

    @Override
    public void register(Desk desk) {
        desk.get("/suppressions/topics", Permission.READ, this::list)
                .get("/suppressions/topics/new", Permission.MANAGE_SUPPRESSIONS, _ -> page(TopicForm.EMPTY))
                .post("/suppressions/topics", Permission.MANAGE_SUPPRESSIONS, this::create)
                .get("/suppressions/topics/{id}", Permission.READ, this::show)
                .post("/suppressions/topics/{id}", Permission.MANAGE_SUPPRESSIONS, this::update)
                .post("/suppressions/topics/{id}/delete", Permission.MANAGE_SUPPRESSIONS, this::delete);
    }

    private static Answer page(TopicForm form) {
        return Answer.page("suppressions/topic.jte", form);
    }

    private Answer list(Visit visit) {
        if (visit.wantsCsv()) {
            Stream<Topic> all = topics.list(visit.team(), PageRequest.first(PageRequest.ALL)).map(Page::items).stream()
                    .flatMap(List::stream);
            return new Answer.Table("topics.csv", TopicList.CELLS, all.map(TopicList::cells));
        }
        return topics.list(visit.team(), Listing.asked(visit, ROWS))
                .map(found -> Answer.page(
                        "suppressions/topics.jte",
                        new TopicList(
                                found.items().stream().map(TopicList.Row::of).toList(),
                                Pager.of(
                                        PATH,
                                        Map.of(),
                                        visit,
                                        found.items(),
                                        found.hasMore(),
                                        one -> one.id().toString()),
                                visit.may(Permission.MANAGE_SUPPRESSIONS))))
                .orElseGet(Answer::missing);
    }

    private Answer create(Visit visit) {
        var form = TopicForm.filled(null, visit.form());
        return switch (topics.create(visit.team(), form.details())) {
            case SaveResult.Saved(var _) -> Answer.to(PATH, "The topic “" + form.name() + "” was made.");
            case SaveResult.Refused(var problem) -> Answer.refused("suppressions/topic.jte", form.refused(problem));
        };
    }

    private Answer show(Visit visit) {
        return visit.id("id")
                .flatMap(id -> topics.get(visit.team(), new TopicId(id)))
                .map(topic -> page(TopicForm.of(topic, visit.may(Permission.MANAGE_SUPPRESSIONS))))
                .orElseGet(Answer::missing);
    }

    private Answer update(Visit visit) {
        Optional<UUID> id = visit.id("id");
        if (id.isEmpty()) return Answer.missing();
        var form = TopicForm.filled(PATH + "/" + id.get(), visit.form());
        return switch (topics.update(visit.team(), new TopicId(id.get()), _ -> form.details())) {
            case SaveResult.Saved(var _) -> Answer.to(PATH, "The topic was changed.");
            case SaveResult.Refused(TopicProblem.NoSuchTopic(var _)) -> Answer.missing();
            case SaveResult.Refused(var problem) -> Answer.refused("suppressions/topic.jte", form.refused(problem));
        };
    }

    private Answer delete(Visit visit) {
        return visit.id("id")
                .flatMap(id -> topics.remove(visit.team(), new TopicId(id)))
                .map(_ -> Answer.to(PATH, "The topic was deleted."))
                .orElseGet(Answer::missing);
    }
}
