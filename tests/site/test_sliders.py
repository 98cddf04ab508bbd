"""Figures with sliders, in the browser: what is drawn is what the kernels compute."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from browser import PAGES, OpenPage, axe, becomes, opener, wider_than_screen
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect
from server import SITE

import lossbook
from lossbook.explorers._experiments import FIXED
from lossbook.figures import COLOURS

MARK = re.compile(r'<figure class="lb-explorer align-default" id="explorer-([a-z0-9-]+)"')
# The page on which a figure stands, by the figure's name.
FIGURES = {
    name: page for page in PAGES for name in MARK.findall((SITE / page).read_text(encoding="utf-8"))
}
# Paths are written to a thousandth of a pixel. Measured: 4.9e-6 of the ordinate's range.
PIXELS = 1e-5


def figure_on(open_page: OpenPage, name: str, **options: Any) -> Locator:
    """Open the page of a figure and scroll to it; return it when it has been drawn."""
    if name not in FIGURES:
        pytest.fail(f"the site has no figure {name}; it has {sorted(FIGURES)}")
    return live(open_page(FIGURES[name], **options), name)


def live(page: Page, name: str) -> Locator:
    """Scroll to a figure, as a reader does, and return it when it has been drawn."""
    page.mouse.move(1, 1)
    figure = page.locator(f"#explorer-{name}")
    figure.scroll_into_view_if_needed()
    page.wait_for_selector(f"#explorer-{name}.lb-live")
    drawn(figure)
    return figure


def drawn(figure: Locator) -> None:
    """Wait until a figure has drawn what was asked of it, and stays where it is.

    A font or a picture above it can come late and move it, and its controls, away.
    """
    figure.evaluate(
        """async (figure) => {
            const place = () => JSON.stringify(figure.getBoundingClientRect());
            let before;
            do {
                before = place();
                await document.fonts.ready;
                await figure.explorer.drawing;
                await figure.explorer.view.runAsync();
                for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
            } while (place() !== before);
        }"""
    )


def signal(figure: Locator, name: str) -> Any:
    """Return the value of a parameter, as Vega has it when it has done what was asked."""
    return figure.evaluate(
        "async (f, name) => (await f.explorer.view.runAsync()).signal(name)", name
    )


def line(figure: Locator, panel: int, colour: str) -> np.ndarray:
    """Return the points of the line of this colour in a panel, in the units of its axes."""
    points = figure.evaluate(
        """async (figure, [panel, colour]) => {
            const view = await figure.explorer.view.runAsync();
            const [x, y] = ["x", "y"].map((axis) => view.scale(`concat_${panel}_${axis}`));
            return [...figure.querySelectorAll(`.concat_${panel}_group .mark-line path`)]
                .filter((path) => path.getAttribute("stroke") === colour)
                .flatMap((path) => path.getAttribute("d").match(/-?[\\d.]+(e-?\\d+)?/g).map(Number))
                .flatMap((n, i, all) => i % 2 ? [[x.invert(all[i - 1]), y.invert(n)]] : []);
        }""",
        [panel, colour],
    )
    return np.array(points)


def agrees(figure: Locator, colour: str, loss: Any, truth: float, **parameters: Any) -> None:
    """Assert that the lines of this colour are the loss and its gradient."""
    for panel, function in enumerate((loss, loss.gradient)):
        x, y = line(figure, panel, colour).T
        assert len(x) > 200
        expected = function(np.full(len(x), truth), x, reduction="none", **parameters)
        span = figure.evaluate("(f, n) => f.explorer.view.scale(`concat_${n}_y`).domain()", panel)
        span = span[1] - span[0]
        slope = np.abs(np.diff(y) / np.diff(x)).max()  # x is rounded too
        worst = np.abs(expected - y).max()
        assert worst < PIXELS * span * max(1.0, slope)


def drag_slider(figure: Locator, name: str, share: float) -> float:
    """Drag a native slider to a share of its length with the mouse; return its value then."""
    drawn(figure)
    page, box = figure.page, figure.locator(f"input[name={name}]").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + share * box["width"], middle, steps=4)
    page.mouse.up()
    drawn(figure)
    return float(figure.locator(f"input[name={name}]").input_value())


# --- sliders move what they should, to where they should ---------------------------------------


def test_dragging_delta_moves_huber_and_pseudo_huber(open_page: OpenPage) -> None:
    figure = figure_on(open_page, "robust")
    seen = []
    for share in (0.1, 0.8):
        delta = drag_slider(figure, "delta", share)
        seen.append(delta)
        agrees(figure, COLOURS[0], lossbook.huber, 0.0, delta=delta)
        agrees(figure, COLOURS[1], lossbook.pseudo_huber, 0.0, delta=delta)
    assert seen[0] < 0.8 < 2 < seen[1]


def test_dragging_tau_moves_pinball(open_page: OpenPage) -> None:
    figure = figure_on(open_page, "pinball")
    for share in (0.2, 0.9):
        tau = drag_slider(figure, "tau", share)
        agrees(figure, COLOURS[0], lossbook.pinball, 0.0, quantile=tau)


def test_choosing_the_label_mirrors_the_margin_losses(open_page: OpenPage) -> None:
    figure = figure_on(open_page, "margins")
    for label in (1, -1):
        figure.locator("select[name=label]").select_option(str(label))
        agrees(figure, COLOURS[0], lossbook.hinge, label)
        agrees(figure, COLOURS[1], lossbook.squared_hinge, label)
        logistic = lossbook.binary_crossentropy
        agrees(figure, COLOURS[2], logistic, (label + 1) / 2, from_logits=True)


def test_dragging_the_target_moves_binary_cross_entropy(open_page: OpenPage) -> None:
    figure = figure_on(open_page, "logits")
    target = drag_slider(figure, "target", 0.3)
    agrees(figure, COLOURS[0], lossbook.binary_crossentropy, target, from_logits=True)


def test_the_landing_page_compares_two_losses_and_finds_their_constants(
    open_page: OpenPage,
) -> None:
    figure = figure_on(open_page, "landing")
    data = [signal(figure, f"y{n}") for n in range(1, 6)]
    constants = np.arange(-4, 4.001, 1 / 64)

    def best(delta: float) -> str:
        risks = [lossbook.huber(data, np.full(5, c), delta=delta) for c in constants]
        return f"{constants[np.argmin(risks)]:.2f}"

    assert best(1.0) == "-0.33"
    assert asked(figure) == {"Huber": "-0.33", "pinball": "0.50"}  # as the alt text says
    tau, delta = drag_slider(figure, "tau", 0.9), drag_slider(figure, "delta", 0.5)
    agrees(figure, COLOURS[0], lossbook.huber, 0.0, delta=delta)
    agrees(figure, COLOURS[1], lossbook.pinball, 0.0, quantile=tau)
    quantile = np.quantile(data, tau, method="inverted_cdf")
    assert asked(figure) == {"Huber": best(delta), "pinball": f"{quantile:.2f}"}
    figure.locator("select[name=first]").select_option("squared error")
    figure.locator("select[name=second]").select_option("absolute error")
    means = {"squared error": np.mean(data), "absolute error": np.median(data)}
    assert asked(figure) == {label: f"{value:.2f}" for label, value in means.items()}
    legend = figure.locator(".role-legend-label text").all_text_contents()
    assert legend == ["squared error", "absolute error"]


def asked(figure: Locator) -> dict[str, str]:
    """Return the constant that each of the two losses asks for, as the figure writes them."""
    drawn(figure)
    texts = figure.locator("svg text", has_text="asks for").all_text_contents()
    return dict(text.replace("−", "-").split(" asks for ") for text in texts)


def test_a_slider_that_changes_nothing_cannot_be_moved(open_page: OpenPage) -> None:
    figure = figure_on(open_page, "landing")
    delta, tau = (figure.locator(f"input[name={name}]") for name in ("delta", "tau"))
    expect(delta).to_be_enabled()
    expect(tau).to_be_enabled()
    figure.locator("select[name=first]").select_option("squared error")
    expect(delta).to_be_disabled()
    expect(tau).to_be_enabled()
    figure.page.set_viewport_size({"width": 400, "height": 800})  # it is drawn anew
    figure.page.wait_for_function(
        "document.querySelector('#explorer-landing svg').clientWidth < 400"
    )
    drawn(figure)
    expect(delta).to_be_disabled()
    figure.locator("select[name=second]").select_option("pseudo-Huber")
    expect(delta).to_be_enabled()
    expect(tau).to_be_disabled()


def test_data_can_be_dragged_and_the_mean_follows(open_page: OpenPage) -> None:
    figure = figure_on(open_page, "landing", height=1500)
    figure.locator("select[name=first]").select_option("squared error")
    figure.locator("select[name=second]").select_option("absolute error")
    y5 = signal(figure, "y5")
    place = at(figure, 4, y5, 0.25)
    goal = at(figure, 4, -3.0, 0.25)
    pull(figure.page, place, goal)
    data = [signal(figure, f"y{n}") for n in range(1, 6)]
    assert data == [-1.5, -1.0, -0.5, 0.5, -3.0]
    expect(figure.locator("input[name=y5]")).to_have_value("-3")
    assert asked(figure)["absolute error"] == f"{np.median(data):.2f}"
    # The mean is the best of the constants that are tried, 1/64 apart.
    mean = float(asked(figure)["squared error"])
    assert mean == pytest.approx(np.mean(data), abs=1 / 128 + 0.005)


def test_both_lines_follow_the_outlier(open_page: OpenPage) -> None:
    figure = figure_on(open_page, "outlier")
    for goal in ((9.0, 11.0), (0.5, 10.0)):
        now = (signal(figure, "outlier_x"), signal(figure, "outlier_y"))
        pull(figure.page, at(figure, 0, *now), at(figure, 0, *goal))
        moved = (signal(figure, "outlier_x"), signal(figure, "outlier_y"))
        assert moved == pytest.approx(goal)
        x, y = np.array([*FIXED, moved]).T
        slope, start = np.polyfit(x, y, 1)
        lines = [
            ((y[j] - y[i]) / (x[j] - x[i]), i) for i in range(8) for j in range(i + 1, 8)
        ]  # fmt: skip
        costs = [lossbook.mean_absolute_error(y, y[i] + b * (x - x[i])) for b, i in lines]
        b, i = lines[int(np.argmin(costs))]
        drawn(figure)
        texts = [text.replace("−", "-") for text in figure.locator("svg text").all_text_contents()]
        assert f"least squares: ŷ = {start:.2f} + {slope:.2f} x" in texts
        assert f"least absolute: ŷ = {y[i] - b * x[i]:.2f} + {b:.2f} x" in texts


def test_mining_follows_a_dragged_negative(open_page: OpenPage) -> None:
    figure = figure_on(open_page, "triplets", height=1000)
    figure.locator("select[name=mined]").select_option("hard")
    assert [signal(figure, f"looked{row}") for row in range(6)] == [0, 0, 0, 1, 0, 0]
    pull(figure.page, at(figure, 0, 1.2, -0.45), at(figure, 0, 2.0, -1.5))
    assert (signal(figure, "x2"), signal(figure, "y2")) == (2.0, -1.5)
    assert [signal(figure, f"looked{row}") for row in range(6)] == [0, 0, 0, 0, 1, 0]
    cost = np.hypot(-0.3, 1.5) - np.hypot(-1.75, 0.2) + 0.3
    assert signal(figure, "loss") == pytest.approx(cost)


def test_a_stroke_paints_a_mask_and_wipes_it(open_page: OpenPage) -> None:
    figure = figure_on(open_page, "mask", height=1000)

    def row() -> list[int]:
        return [signal(figure, f"p{k}") for k in range(6)]

    def stroke(start: float, end: float) -> None:
        pull(figure.page, at(figure, 0, start, 0.5), at(figure, 0, end, 0.5))

    assert row() == [0] * 6
    stroke(0.5, 3.5)
    assert row() == [1, 1, 1, 1, 0, 0]
    expect(figure.locator("input[name=p3]")).to_have_value("1")
    for pixel in (0, 1):  # pressed twice, it is what it was
        stroke(1.5, 1.5)
        assert row()[1] == pixel
    stroke(2.5, 5.5)
    assert row() == [1, 1, 0, 0, 0, 0]
    stroke(0.5, -0.5)  # out of the panel, at whose edge the stroke ends
    assert row() == [0, 1, 0, 0, 0, 0]
    drawn(figure)
    truth, marked = np.zeros(36), np.array([signal(figure, f"p{k}") for k in range(36)])
    truth[[14, 15, 20, 21]] = 1
    stated = np.where(marked, 0.95, 0.05)
    texts = figure.locator("svg text").all_text_contents()
    assert f"Dice {lossbook.dice(truth, stated):.3f}" in texts
    assert f"Jaccard {lossbook.jaccard(truth, stated):.3f}" in texts
    assert f"cross-entropy {lossbook.binary_crossentropy(truth, stated):.3f}" in texts


def test_both_divergences_follow_q(open_page: OpenPage) -> None:
    figure = figure_on(open_page, "divergences")
    mean, scale = drag_slider(figure, "mean", 0.75), drag_slider(figure, "scale", 0.1)
    x, gap = np.linspace(-6, 6, 121), signal(figure, "gap")
    p = np.exp(-(((x - gap) / 0.6) ** 2) / 2) + np.exp(-(((x + gap) / 0.6) ** 2) / 2)
    q = np.exp(-(((x - mean) / scale) ** 2) / 2)
    p, q = p / p.sum(), q / q.sum()
    drawn(figure)
    texts = figure.locator("svg text").all_text_contents()
    assert f"KL(p‖q) = {lossbook.kl_divergence(p, q):.3f}" in texts
    assert f"KL(q‖p) = {lossbook.kl_divergence(q, p):.3f}" in texts


def at(figure: Locator, panel: int, x: float, y: float) -> tuple[float, float]:
    """Return the place on the screen of a point of a panel; it is scrolled into view."""
    figure.locator("svg").scroll_into_view_if_needed()
    drawn(figure)
    place = figure.evaluate(
        """(figure, [panel, x, y]) => {
            const view = figure.explorer.view;
            const group = figure.querySelector(`.concat_${panel}_group path.background`);
            const box = group.getBoundingClientRect();
            return [box.left + view.scale(`concat_${panel}_x`)(x),
                    box.top + view.scale(`concat_${panel}_y`)(y)];
        }""",
        [panel, x, y],
    )
    return place[0], place[1]


def pull(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag with the mouse from one place to another."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=5)
    page.mouse.up()


# --- every figure, for everyone ------------------------------------------------------------------


# One worker tests a figure, so that its page is loaded three times and not for every test.
ONCE = [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in sorted(FIGURES)]


@pytest.fixture(scope="module", params=ONCE)
def name(request: pytest.FixtureRequest) -> str:
    """Return the name of a figure, each in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def light(browser: Browser, site_url: str, name: str) -> Iterator[Locator]:
    """Return the figure in the light, on a large screen."""
    with opener(browser, site_url) as open_page:
        yield figure_on(open_page, name, height=1500, device_scale_factor=2)


@pytest.fixture(scope="module")
def dark(browser: Browser, site_url: str, name: str) -> Iterator[Locator]:
    """Return the figure in the dark, as it comes on a small screen."""
    with opener(browser, site_url) as open_page:
        yield figure_on(open_page, name, width=320, theme="dark", device_scale_factor=2)


@pytest.fixture(scope="module")
def still(browser: Browser, site_url: str, name: str) -> Iterator[Page]:
    """Return the figure's page without scripts."""
    with opener(browser, site_url) as open_page:
        yield open_page(FIGURES[name], java_script_enabled=False)


# What can be dragged in which panel: from where to where on the screen, and its value then.
DRAGS = """(figure) => {
    const { params, usermeta } = figure.explorer.specification, view = figure.explorer.view;
    return (usermeta.embedOptions.patch ?? []).flatMap(({ path, value }) => {
        const panel = path.split("/")[2];
        const frame = figure.querySelector(`.concat_${panel}_group path.background`);
        const box = frame.getBoundingClientRect();
        return value.filter(({ push, on }) => push && on.length === 2).map(({ name, on }) => {
            const { min, max, step } = params.find((each) => each.name === name).bind;
            const axis = /_x'/.test(on[1].update) ? "x" : "y";
            const scale = view.scale(`concat_${panel}_${axis}`), ends = scale.domain();
            const least = Math.max(min, Math.min(...ends)), most = Math.min(max, Math.max(...ends));
            const now = view.signal(name);
            const goal = now + (now < (least + most) / 2 ? 0.3 : -0.3) * (most - least);
            const held = on[1].update.match(/^grabbed === (\\d+)/)?.[1];
            const mark = held && [...figure.querySelectorAll(`.concat_${panel}_group path`)]
                .filter((e) => e.__data__?.datum?.index === Number(held))
                .filter((e) => e.__data__.mark.marktype === "symbol" && e.__data__.mark.interactive)
                .at(-1).getBoundingClientRect();
            const from = mark ? [mark.x + mark.width / 2, mark.y + mark.height / 2]
                : [box.x + box.width / 2, box.y + box.height / 2];
            const to = [...from], k = axis === "x" ? 0 : 1;
            to[k] = mark ? from[k] + scale(goal) - scale(now) : (k ? box.y : box.x) + scale(goal);
            return { name, panel, from, to, goal, step };
        });
    });
}"""


def test_a_live_figure_has_no_violation_and_fits(light: Locator, dark: Locator, name: str) -> None:
    for figure in (light, dark):
        assert axe(figure.page, within=f"#explorer-{name}") == []
        assert wider_than_screen(figure.page) == []
        width_drawn, room, meant = figure.evaluate(
            """(f) => {
                const svg = f.querySelector("svg");
                const { width } = svg.getBoundingClientRect();
                return [width, f.clientWidth, svg.width.baseVal.value];
            }"""
        )
        assert 0.75 * room < width_drawn <= room + 0.5
        assert width_drawn == pytest.approx(meant, abs=0.5)  # not shrunk, with all its labels


def test_lines_and_texts_stand_out_in_the_light_and_the_dark(light: Locator, dark: Locator) -> None:
    """Measured, light and dark: lines 3.06 and 4.23 to 1 at least, texts 15.8 and 11.9."""
    dark.page.set_viewport_size({"width": 1280, "height": 900})
    for theme, figure in {"light": light, "dark": dark}.items():
        drawn(figure)
        assert figure.page.evaluate("document.documentElement.dataset.theme") == theme
        stand_out(figure)


def test_on_paper_the_still_stands_in_its_place(dark: Locator) -> None:
    dark.page.emulate_media(media="print")
    still = dark.locator("img.lb-still")
    expect(still).to_be_visible()
    still.evaluate("async (still) => { await still.decode(); }")
    assert still.evaluate("(still) => still.naturalWidth") > 0
    becomes(lambda: still.evaluate("(still) => getComputedStyle(still).filter"), "none")
    expect(dark.locator("svg")).to_be_hidden()
    expect(dark.locator(".lb-controls:visible")).to_have_count(0)


def test_a_drag_is_read_in_whichever_panel_it_begins(light: Locator) -> None:
    for number in range(len(light.evaluate(DRAGS))):
        light.locator("svg").scroll_into_view_if_needed()
        drawn(light)
        drag = light.evaluate(DRAGS)[number]
        pull(light.page, drag["from"], drag["to"])
        near = pytest.approx(drag["goal"], abs=2 * drag["step"])  # a pixel can be more than a step
        assert signal(light, drag["name"]) == near, drag


def test_the_keyboard_moves_every_control(light: Locator) -> None:
    for fold in light.locator("details").all():
        fold.evaluate("(fold) => { fold.open = true; }")
    for control in light.locator(".lb-controls input[name]:enabled").all():
        parameter = control.get_attribute("name")
        before = signal(light, parameter)
        control.focus()
        light.page.keyboard.press("ArrowRight")
        if signal(light, parameter) == before:  # it stands at its end
            light.page.keyboard.press("ArrowLeft")
        step = float(control.get_attribute("step") or 1)
        assert abs(signal(light, parameter) - before) == pytest.approx(step)
        assert light.page.locator(":focus").get_attribute("name") == parameter


def test_without_scripts_a_still_is_seen(still: Page, name: str) -> None:
    picture = still.locator(f"#explorer-{name} img.lb-still")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    assert len(picture.get_attribute("alt") or "") > 80


def test_a_figure_has_a_number_by_which_the_text_names_it(still: Page, name: str) -> None:
    number = still.locator(f"#explorer-{name} figcaption .caption-number").text_content() or ""
    assert re.fullmatch(r"Fig\. [\d.]+ ", number)
    if name != "landing":  # which stands alone
        named = still.locator(f'p a[href="#explorer-{name}"] .std-numref')
        assert named.all_text_contents() == [number.strip()]


def test_the_pages_own_switch_turns_a_figure_dark(open_page: OpenPage) -> None:
    figure = figure_on(open_page, "robust", device_scale_factor=2)
    theme = "document.documentElement.dataset.theme"
    for _ in range(3):  # it goes round: the system's, light, dark
        if figure.page.evaluate(theme) != "dark":
            figure.page.locator("button.theme-switch-button:visible").first.click()
    assert figure.page.evaluate(theme) == "dark"
    figure.page.mouse.move(0, 0)
    stand_out(figure)


def stand_out(figure: Locator) -> None:
    """Assert that every colour with which a figure draws stands out from the page's ground.

    What is drawn in one colour is shown alone, and its pixels are read.
    """
    figure.locator(".lb-plot").scroll_into_view_if_needed()
    found = figure.evaluate(
        """(figure) => {
            const svg = figure.querySelector(".lb-plot svg");
            const kinds = { text: "fill", line: "stroke", path: "stroke" };
            const drawn = svg.querySelectorAll(".mark-text text, .mark-line path, " +
                ".mark-rule.role-mark line, .mark-symbol path, .mark-rect.role-mark path");
            const seen = new Map();
            for (const each of drawn) {
                const box = each.getBoundingClientRect();
                if (box.width < 2 && box.height < 2) continue;
                const style = getComputedStyle(each);
                const text = each.tagName === "text";
                const paint = text || style.stroke === "none" ? style.fill : style.stroke;
                if (paint === "none" || paint === "rgba(0, 0, 0, 0)") continue;
                const key = `${text ? "text" : "line"} ${paint}`;
                seen.set(key, [...(seen.get(key) ?? []), each]);
            }
            figure.elements = [...seen.values()];
            // What is hidden in a clip would clip all away.
            figure.others = [...svg.querySelectorAll("text, path, line, rect")]
                .filter((each) => !each.closest("defs"));
            return [...seen.keys()];
        }"""
    )
    assert any(each.startswith("text") for each in found)
    assert any(each.startswith("line") for each in found)
    for number, key in enumerate(found):
        figure.evaluate(
            """(figure, number) => {
                for (const each of figure.others) each.style.visibility = "hidden";
                for (const each of figure.elements[number]) each.style.visibility = "visible";
            }""",
            number,
        )
        picture = Image.open(BytesIO(figure.locator(".lb-plot").screenshot())).convert("RGB")
        luminance = relative_luminance(np.asarray(picture) / 255)
        ground = luminance[0, 0]
        ratios = (np.maximum(luminance, ground) + 0.05) / (np.minimum(luminance, ground) + 0.05)
        assert ratios.max() >= (4.5 if key.startswith("text") else 3.0), key
    figure.evaluate("(f) => f.others.forEach((each) => { each.style.visibility = ''; })")


def relative_luminance(colours: np.ndarray) -> np.ndarray:
    """Return the relative luminance of sRGB colours, as WCAG 2 defines it."""
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


# --- how a figure is loaded ---------------------------------------------------------------------


def test_a_figure_in_the_first_view_waits_for_the_reader(open_page: OpenPage) -> None:
    page = open_page("404.html", height=2000)
    page.clock.install()
    page.clock.pause_at(2_000_000_000)  # seconds; so no rest is long enough
    page.goto(page.url.replace("404.html", FIGURES["landing"]))
    page.wait_for_function("() => document.querySelector('#explorer-landing img').complete")
    assert not [url for url in page.requested if "vendor/vega" in url]
    page.clock.resume()
    page.keyboard.press("Tab")
    page.wait_for_selector("#explorer-landing.lb-live")


def test_a_reader_who_does_nothing_gets_the_figure_too(open_page: OpenPage) -> None:
    page = open_page(FIGURES["landing"], height=2000)
    page.wait_for_selector("#explorer-landing.lb-live")


def test_vega_waits_until_a_figure_comes_near(open_page: OpenPage) -> None:
    page = open_page(FIGURES["robust"], height=400)
    assert not [url for url in page.requested if "vendor/vega" in url]
    live(page, "robust")
    assert len([url for url in page.requested if "vendor/vega" in url]) == 1


def test_a_policy_without_eval_is_kept(open_page: OpenPage) -> None:
    page = open_page("chapters/api.html")

    def forbid(route: Any) -> None:
        response = route.fetch()
        policy = "script-src 'self' 'unsafe-inline'"
        headers = {**response.headers, "content-security-policy": policy}
        route.fulfill(response=response, headers=headers)

    page.route("**/*.html", forbid)
    page.goto(page.url.replace("chapters/api.html", FIGURES["robust"]))
    figure = live(page, "robust")
    delta = drag_slider(figure, "delta", 0.9)
    agrees(figure, COLOURS[0], lossbook.huber, 0.0, delta=delta)


def test_a_page_opened_as_a_file_works(open_page: OpenPage) -> None:
    page = open_page((SITE / FIGURES["robust"]).as_uri())
    agrees(live(page, "robust"), COLOURS[0], lossbook.huber, 0.0, delta=1.0)


def test_values_outlive_a_resize_and_a_change_of_theme(open_page: OpenPage) -> None:
    figure = figure_on(open_page, "robust")
    delta = drag_slider(figure, "delta", 0.9)
    figure.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    figure.page.set_viewport_size({"width": 400, "height": 800})
    figure.page.wait_for_function(
        "document.querySelector('#explorer-robust svg').clientWidth < 400"
    )
    drawn(figure)
    assert signal(figure, "delta") == delta
    becomes(lambda: float(figure.locator("input[name=delta]").input_value()), delta)


@pytest.mark.parametrize("control", [".lb-tools button", ".lb-more summary", ".lb-more input"])
def test_the_keyboard_stays_where_it_is_when_a_figure_is_drawn_anew(
    open_page: OpenPage, control: str
) -> None:
    """A control without a name too, and one in a fold, which stays open."""
    figure = figure_on(open_page, "constants")
    figure.locator("details.lb-more").evaluate("(fold) => { fold.open = true; }")
    figure.locator(control).last.focus()
    figure.page.set_viewport_size({"width": 400, "height": 800})
    figure.page.wait_for_function(
        "document.querySelector('#explorer-constants svg').clientWidth < 400"
    )
    drawn(figure)
    expect(figure.locator(control).last).to_be_focused()
    expect(figure.locator("details.lb-more")).to_have_attribute("open", "")


def test_a_number_is_typed_and_what_it_is_not_is_refused(open_page: OpenPage) -> None:
    figure = figure_on(open_page, "robust")
    field = figure.get_by_label("δ, as a number")
    for typed, value in (("1.75", 1.75), ("99", 3.0), ("", 3.0), ("-5", 0.25)):
        field.fill(typed)
        field.press("Enter")
        drawn(figure)
        assert signal(figure, "delta") == value
        assert float(field.input_value()) == value
        assert float(figure.locator("input[name=delta]").input_value()) == value


def test_the_state_stands_in_the_address_and_reset_takes_it_out(open_page: OpenPage) -> None:
    figure = figure_on(open_page, "landing")
    figure.locator("select[name=first]").select_option("squared error")
    figure.get_by_label("τ of pinball, as a number").fill("0.25")
    figure.get_by_label("τ of pinball, as a number").press("Enter")
    page = figure.page
    page.wait_for_url("**landing.first=0&landing.tau=0.25")
    page.reload()
    figure = live(page, "landing")
    assert (signal(figure, "first"), signal(figure, "tau")) == (0, 0.25)
    figure.get_by_role("button", name="Reset").click()
    page.wait_for_function("() => !location.search")
    assert (signal(figure, "first"), signal(figure, "tau")) == (2, 0.75)


@pytest.mark.parametrize("state", ["delta=99", "delta=x", "delta=", "nothing=1", "delta_acts=0"])
def test_a_state_that_no_control_has_is_passed_over(open_page: OpenPage, state: str) -> None:
    page = open_page(f"{FIGURES['robust']}?robust.{state}")
    assert signal(live(page, "robust"), "delta") == 1.0


def test_an_example_sets_the_data(open_page: OpenPage) -> None:
    figure = figure_on(open_page, "landing")
    figure.get_by_label("example").select_option("two clumps")
    drawn(figure)
    assert [signal(figure, f"y{n}") for n in range(1, 6)] == [-3.0, -2.75, -2.5, 2.5, 3.0]


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 800)])
def test_the_first_curve_is_on_the_first_screen(
    open_page: OpenPage, width: int, height: int
) -> None:
    page = open_page(FIGURES["landing"], width=width, height=height)
    page.keyboard.press("Tab")
    page.wait_for_selector("#explorer-landing.lb-live")
    page.evaluate("scrollTo(0, 0)")
    panel = page.locator("#explorer-landing .concat_0_group path.background").first.bounding_box()
    assert panel is not None
    assert panel["y"] + panel["height"] <= height


def test_two_long_names_do_not_lie_on_each_other(open_page: OpenPage) -> None:
    figure = figure_on(open_page, "landing", width=360)
    for first, second in (("squared error", "absolute error"), ("pseudo-Huber", "pseudo-Huber")):
        figure.locator("select[name=first]").select_option(first)
        figure.locator("select[name=second]").select_option(second)
        drawn(figure)
        boxes = figure.locator(".role-legend-label text, .role-legend-symbol path").evaluate_all(
            """all => all.map((e) => e.getBoundingClientRect())
                .map((b) => [b.x, b.y, b.right, b.bottom])"""
        )
        overlaps = [
            (a, b)
            for i, a in enumerate(boxes)
            for b in boxes[:i]
            if a[0] < b[2] and b[0] < a[2] and a[1] + 1 < b[3] and b[1] + 1 < a[3]
        ]
        assert overlaps == []


def touch(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Move one finger from one place to another."""
    session = page.context.new_cdp_session(page)
    for share in range(7):
        x, y = (a + (b - a) * share / 6 for a, b in zip(start, end, strict=True))
        kind = "touchMove" if share else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_scrolls_down_and_moves_sideways(open_page: OpenPage) -> None:
    figure = figure_on(open_page, "robust", width=360, height=800, has_touch=True, is_mobile=True)
    page, before = figure.page, signal(figure, "residual")
    place = at(figure, 0, -1.0, 3.0)
    top = page.evaluate("scrollY")
    touch(page, place, (place[0] + 3, place[1] - 150))
    page.wait_for_function("top => scrollY > top + 50", arg=top)
    assert signal(figure, "residual") == before
    place, goal = at(figure, 0, -1.0, 3.0), at(figure, 0, 1.0, 3.0)
    touch(page, place, goal)
    assert signal(figure, "residual") == pytest.approx(1.0, abs=0.06)
    touch(page, place, place)  # a tap
    assert signal(figure, "residual") == pytest.approx(-1.0, abs=0.06)


def test_nothing_moves_by_itself(open_page: OpenPage) -> None:
    figure = figure_on(open_page, "robust", reduced_motion="reduce")
    before = figure.locator("svg").inner_html()
    figure.page.wait_for_timeout(400)  # in which something could move
    assert figure.locator("svg").inner_html() == before
    assert figure.evaluate("(f) => f.getAnimations({ subtree: true }).length") == 0
