"use strict";
// Draws the charts of a report from the data block of its page. All words go in as text, never as markup.

(function () {
  const data = JSON.parse(document.getElementById("report-data").textContent);

  // One look for each run, in colour, dash and mark, so that none of them is needed alone.
  const looks = [
    {colour: "#00508c", dash: null, symbol: d3.symbolCircle},
    {colour: "#b34700", dash: "8 4", symbol: d3.symbolDiamond},
    {colour: "#00694a", dash: "2 4", symbol: d3.symbolSquare},
    {colour: "#7a3b8f", dash: "10 3 2 3", symbol: d3.symbolTriangle},
    {colour: "#6b5900", dash: "14 5", symbol: d3.symbolCross},
  ];
  const steps = ["#f1f6fb", "#cfe1f1", "#a5c8e4", "#2d72ad", "#0b4a80"];
  const steps_of_more = ["#fdf3ec", "#fad9c2", "#f0b48b", "#c25a17", "#8a3500"];
  const narrow = 520;

  // ---- numbers in words -------------------------------------------------------------------------------------------

  function digits(value, decimals) {
    return Math.abs(value).toLocaleString("en-GB", {minimumFractionDigits: decimals, maximumFractionDigits: decimals});
  }

  /** A number with its unit; `tail: false` leaves out what stands behind it. */
  function written(notation, number, {tail = true, sign = notation.signed} = {}) {
    if (number === null || number === undefined) return "hidden";
    const value = number * notation.times;
    const text = digits(value, notation.decimals);
    const nought = !/[1-9]/.test(text);
    const before = nought ? "" : value < 0 ? "\u2212" : sign ? "+" : "";
    return before + notation.before + text + (tail ? notation.after : "");
  }

  function between(notation, low, high) {
    return written(notation, low, {tail: false}) + " to " + written(notation, high);
  }

  function with_bands(notation, series, at) {
    let text = written(notation, series.mean[at]);
    if (series.low80 && series.low80[at] !== null)
      text += "; 80 per cent: " + between(notation, series.low80[at], series.high80[at]) + "; 95 per cent: " +
              between(notation, series.low95[at], series.high95[at]);
    return text;
  }

  // ---- scales -----------------------------------------------------------------------------------------------------

  function known(numbers) {
    return numbers.filter(number => number !== null && number !== undefined);
  }

  function reach_of(all_series) {
    const numbers = [];
    for (const series of all_series)
      for (const field of ["mean", "low95", "high95"]) if (series[field]) numbers.push(...known(series[field]));
    return numbers.length ? d3.extent(numbers) : [0, 1];
  }

  /** From nought, unless all lies so far above it that nothing could be told apart. */
  function domain_of([low, high], notation, with_nought) {
    if (low === high) [low, high] = [low - (Math.abs(low) / 10 || 1), high + (Math.abs(high) / 10 || 1)];
    const from_nought = with_nought || (low >= 0 && low < 0.4 * high) || low < 0;
    const domain = [from_nought ? Math.min(0, low) : low, from_nought ? Math.max(0, high) : high];
    return domain.map(number => number * notation.times);
  }

  function tick_text(ticks, notation) {
    const step = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) : 1;
    const decimals = d3.precisionFixed(Number(step.toPrecision(6)));
    return value => (value < 0 ? "\u2212" : notation.signed && value > 0 ? "+" : "") + notation.before +
                    digits(value, decimals) + (notation.after === "%" ? "%" : "");
  }

  function note_of_scale(scale, notation) {
    const [low] = scale.domain();
    if (low <= 0) return notation.axis;
    return notation.axis + " (the scale begins at " + tick_text(scale.ticks(5), notation)(low) + ")";
  }

  /** A scale from left to right under `height`, with its grid. */
  function across(svg, x, notation, top, height, width) {
    const ticks = x.ticks(Math.max(2, Math.floor((x.range()[1] - x.range()[0]) / 75)));
    const text = tick_text(ticks, notation);
    const grid = svg.append("g").attr("class", "grid");
    const labels = svg.append("g").attr("class", "scale");
    for (const tick of ticks) {
      grid.append("line").attr("x1", x(tick)).attr("x2", x(tick)).attr("y1", top).attr("y2", height);
      labels.append("text").attr("x", x(tick)).attr("y", height + 16).attr("text-anchor", "middle").text(text(tick));
    }
    labels.append("text").attr("x", x.range()[0]).attr("y", height + 34).text(note_of_scale(x, notation));
    if (x.domain()[0] <= 0 && x.domain()[1] >= 0)
      svg.append("line").attr("class", "nought").attr("x1", x(0)).attr("x2", x(0)).attr("y1", top).attr("y2", height);
    return 44;
  }

  const line_height = 14;

  function wrapped(text, room) {
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = lines[lines.length - 1] + (lines[lines.length - 1] ? " " : "") + word;
      if (longer.length <= room || !lines[lines.length - 1]) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  /** Where rows stand: each as high as its name or its drawing wants; on a telephone names stand above what they name. */
  function rows_of(labels, width, each, top) {
    const longest = d3.max(labels, label => label.length) || 0;
    const above = width < narrow;
    const left = above ? 4 : Math.min(0.42 * width, 7.1 * longest + 14);
    const room = Math.floor((above ? width - left - 12 : left - 10) / 6.9);
    const lines = labels.map(label => wrapped(label, room));
    let y = top;
    const begins = [], bodies = [], heights = [];
    for (const one of lines) {
      const name = line_height * one.length + 6;
      begins.push(y);
      heights.push(above ? name + each : Math.max(each, name));
      // A drawing stands in the middle of its row, or under its name.
      bodies.push(above ? y + name : y + (heights[heights.length - 1] - each) / 2);
      y += heights[heights.length - 1];
    }
    return {above, left, lines, begins, bodies, heights, end: y};
  }

  function row_name(svg, rows, at) {
    const label = svg.append("text").attr("class", "row-name");
    const count = rows.lines[at].length;
    const first = rows.above ? rows.begins[at] + line_height
                             : rows.begins[at] + rows.heights[at] / 2 + 4.5 - (count - 1) / 2 * line_height;
    rows.lines[at].forEach((line, i) => label.append("tspan").attr("x", rows.above ? rows.left + 6 : rows.left - 10)
      .attr("y", first + i * line_height).text(line));
    if (rows.above) label.attr("paint-order", "stroke").attr("stroke", "#fff").attr("stroke-width", 4);
    return label.attr("text-anchor", rows.above ? "start" : "end");
  }

  function hatch(svg, id, colour) {
    const pattern = svg.append("defs").append("pattern").attr("id", id).attr("width", 6).attr("height", 6)
      .attr("patternUnits", "userSpaceOnUse").attr("patternTransform", "rotate(45)");
    pattern.append("rect").attr("width", 6).attr("height", 6).attr("fill", "#fff");
    pattern.append("rect").attr("width", 3.4).attr("height", 6).attr("fill", colour);
    return "url(#" + id + ")";
  }

  function mark(parent, look, x, y, size) {
    return parent.append("path").attr("class", "mark").attr("d", d3.symbol().type(look.symbol).size(size)())
      .attr("transform", "translate(" + x + "," + y + ")").attr("fill", look.colour)
      .attr("stroke", "#fff").attr("stroke-width", 1);
  }

  // ---- charts: each draws into an svg of a width, and says how high it is and what its points say -----------------

  function fan(svg, chart, width) {
    const {notation, labels, series} = chart;
    const height = width < narrow ? 250 : 300, top = 26;
    const y = d3.scaleLinear().domain(domain_of(reach_of(series), notation, chart.zero)).nice(5).range([height, top]);
    const ticks = y.ticks(5), text = tick_text(ticks, notation);
    const left = 12 + 7.3 * d3.max(ticks, tick => text(tick).length), right = 14;
    const x = d3.scaleLinear().domain([0, Math.max(1, labels.length - 1)]).range([left + 14, width - right]);
    const across_at = at => labels.length === 1 ? (left + width) / 2 : x(at);
    const up = value => y(value * notation.times);

    const grid = svg.append("g").attr("class", "grid"), scale = svg.append("g").attr("class", "scale");
    for (const tick of ticks) {
      grid.append("line").attr("x1", left).attr("x2", width).attr("y1", y(tick)).attr("y2", y(tick));
      scale.append("text").attr("x", left - 6).attr("y", y(tick) + 4).attr("text-anchor", "end").text(text(tick));
    }
    scale.append("text").attr("x", 0).attr("y", 12).text(note_of_scale(y, notation));
    if (y.domain()[0] <= 0 && y.domain()[1] >= 0)
      svg.append("line").attr("class", "nought").attr("x1", left).attr("x2", width).attr("y1", y(0)).attr("y2", y(0));
    const brief = labels.map(label => label.replace(/^([A-Z][a-z]{2})[a-z]* (\d{4})$/, "$1 $2"));
    const room = 7.5 * d3.max(brief, label => label.length) + 10;
    const every = Math.max(1, Math.ceil(labels.length * room / (width - left - right)));
    // The last label ends where the chart ends, and so leaves its neighbour half a label less.
    const last = labels.length - 1;
    const shown = d3.range(labels.length).filter(at => (last - at) % every === 0)
      .filter(at => at === last || across_at(last) - across_at(at) >= 1.5 * room);
    for (const at of shown)
      scale.append("text").attr("class", "period").attr("x", across_at(at)).attr("y", height + 18).text(brief[at])
        .attr("text-anchor", labels.length > 1 && at === last ? "end" : "middle");

    const area = (one, low, high) => d3.area().defined(at => one[low][at] !== null)
      .x(across_at).y0(at => up(one[low][at])).y1(at => up(one[high][at]));
    const edge = (one, field) => d3.line().defined(at => one[field][at] !== null)
      .x(across_at).y(at => up(one[field][at]));
    const periods = d3.range(labels.length);
    series.forEach((one, number) => {
      if (!one.low80) return;
      const look = looks[(number + (chart.zero ? 1 : 0)) % looks.length];
      const first = number === 0;
      if (labels.length === 1) {
        const middle = across_at(0) + 34 * number;
        for (const [low, high, wide] of [["low95", "high95", 3], ["low80", "high80", 9]])
          svg.append("line").attr("class", "band").attr("x1", middle).attr("x2", middle).attr("stroke", look.colour)
            .attr("stroke-opacity", .55).attr("stroke-width", wide)
            .attr("y1", up(one[low][0])).attr("y2", up(one[high][0]));
        return;
      }
      if (first)
        svg.append("path").attr("class", "band").attr("d", area(one, "low95", "high95")(periods))
          .attr("fill", look.colour).attr("fill-opacity", .15);
      if (first)
        svg.append("path").attr("class", "band").attr("d", area(one, "low80", "high80")(periods))
          .attr("fill", look.colour).attr("fill-opacity", .3);
      for (const [field, dash] of [["low80", null], ["high80", null], ["low95", "3 3"], ["high95", "3 3"]])
        if (first || field.endsWith("80"))
          svg.append("path").attr("class", "edge").attr("d", edge(one, field)(periods)).attr("fill", "none")
            .attr("stroke", look.colour).attr("stroke-opacity", first ? .6 : .9).attr("stroke-width", first ? 1 : 1.3)
            .attr("stroke-dasharray", first ? dash : look.dash);
    });
    series.forEach((one, number) => {
      const look = looks[(number + (chart.zero ? 1 : 0)) % looks.length];
      svg.append("path").attr("class", "mean").attr("d", edge(one, "mean")(periods)).attr("fill", "none")
        .attr("stroke", look.colour).attr("stroke-width", 2.5).attr("stroke-dasharray", look.dash);
      for (const at of labels.length <= 16 ? periods : shown)
        if (one.mean[at] !== null)
          mark(svg, look, across_at(at) + (labels.length === 1 ? 34 * number : 0), up(one.mean[at]), 52);
    });
    const points = periods.map(at => ({
      x: across_at(at), y: up(series[0].mean[at] || 0),
      text: labels[at] + ". " + series.map(one => (series.length > 1 ? one.name + ": " : "") +
                                                  with_bands(notation, one, at)).join(". "),
    }));
    return {height: height + 28, points};
  }

  function dots(svg, chart, width) {
    const {notation, series} = chart;
    const labels = chart.labels.map((label, at) => chart.ranked ? (at + 1) + " " + label : label);
    const each = 16 + 13 * series.length, top = 6;
    const rows = rows_of(labels, width, each, top), height = rows.end;
    const value_of = mean => written(notation, mean, {tail: notation.after === "%"});
    const right = 12 + 7.4 * d3.max(series[0].mean, mean => value_of(mean).length);
    const shift = chart.zero ? 1 : 0;
    const x = d3.scaleLinear().domain(domain_of(reach_of(series), notation, chart.zero)).nice(5)
      .range([rows.left, width - right]);
    const at_x = value => x(value * notation.times);
    const below = across(svg, x, notation, top, height, width);
    const points = [];
    labels.forEach((label, at) => {
      const body = rows.bodies[at] + (rows.above ? 11 : 15);
      row_name(svg, rows, at);
      series.forEach((one, number) => {
        if (one.mean[at] === null) return;
        const look = looks[(number + shift) % looks.length];
        const middle = body + 13 * number;
        if (one.low80 && one.low80[at] !== null)
          for (const [low, high, wide, strength] of [["low95", "high95", 2, .6], ["low80", "high80", 7, .38]])
            svg.append("line").attr("class", "band").attr("x1", at_x(one[low][at])).attr("x2", at_x(one[high][at]))
              .attr("y1", middle).attr("y2", middle).attr("stroke", look.colour).attr("stroke-width", wide)
              .attr("stroke-opacity", strength);
        mark(svg, look, at_x(one.mean[at]), middle, 62);
        svg.append("text").attr("class", "number").attr("x", width).attr("y", middle + 4.5).attr("text-anchor", "end")
          .text(value_of(one.mean[at]));
      });
      points.push({
        x: series[0].mean[at] === null ? rows.left : at_x(series[0].mean[at]),
        y: body,
        text: chart.labels[at] + ". " + series.map(one => (series.length > 1 ? one.name + ": " : "") +
                                                         with_bands(notation, one, at)).join(". "),
      });
    });
    return {height: height + below, points};
  }

  function tornado(svg, chart, width) {
    const {notation, bars} = chart;
    const top = 6, rows = rows_of(bars.map(bar => bar.label), width, 30, top), height = rows.end;
    const says = bar => "±" + written(notation, bar.reach, {sign: false}) + ", " + digits(100 * bar.share, 0) + "%";
    const right = 16 + 7.2 * d3.max(bars, bar => says(bar).length);
    const most = (d3.max(bars, bar => bar.reach) || 1) * notation.times;
    const x = d3.scaleLinear().domain([-most, most]).nice(5).range([rows.left, width - right]);
    const rest = hatch(svg, chart.id + "-rest", "#6b7680");
    const below = across(svg, x, notation, top, height, width);
    const points = bars.map((bar, at) => {
      const y = rows.bodies[at];
      const reach = bar.reach * notation.times;
      row_name(svg, rows, at);
      svg.append("rect").attr("class", "mark").attr("x", x(-reach)).attr("y", y + 4).attr("height", 20)
        .attr("width", Math.max(1, x(reach) - x(-reach))).attr("fill", bar.rest ? rest : "#00508c")
        .attr("stroke", bar.rest ? "#6b7680" : "#00508c");
      const text = says(bar);
      svg.append("text").attr("class", "number").attr("x", width).attr("y", y + 18.5).attr("text-anchor", "end")
        .text(text);
      return {x: x(reach), y: y + 14, text: bar.label + ". " + text + " of the variance"};
    });
    return {height: height + below, points};
  }

  /// What a result does where one value at a time is low (hatched) or high.
  function swings(svg, chart, width) {
    const {notation, bars} = chart;
    const top = 6, rows = rows_of(bars.map(bar => bar.label), width, 32, top), height = rows.end, right = 86;
    const ends = bars.flatMap(bar => [bar.low.mean, bar.high.mean]).map(end => end * notation.times);
    const most = d3.max(ends, Math.abs) || 1;
    const x = d3.scaleLinear().domain([-most, most]).nice(5).range([rows.left, width - right]);
    const low = hatch(svg, chart.id + "-low", "#b34700");
    const below = across(svg, x, notation, top, height, width);
    const says = value => written(notation, value, {tail: false});
    const points = bars.map((bar, at) => {
      const y = rows.bodies[at];
      row_name(svg, rows, at);
      for (const [side, fill, edge] of [["low", low, "#b34700"], ["high", "#00508c", "#00508c"]]) {
        const end = bar[side].mean * notation.times;
        svg.append("rect").attr("class", "mark").attr("x", Math.min(x(0), x(end))).attr("y", y + (side === "low" ? 3 : 14))
          .attr("height", 10).attr("width", Math.max(1, Math.abs(x(end) - x(0)))).attr("fill", fill).attr("stroke", edge);
      }
      for (const [side, dy] of [["low", 12], ["high", 25]])
        svg.append("text").attr("class", "number").attr("x", width).attr("y", y + dy).attr("text-anchor", "end")
          .text(says(bar[side].mean));
      const told = side => written(notation, bar[side].mean) + (bar[side].low95 === undefined ? ", no interval" :
        " (95 per cent: " + between(notation, bar[side].low95, bar[side].high95) + ")");
      return {x: x(Math.max(0, bar.high.mean) * notation.times), y: y + 14,
              text: bar.label + ". Low " + told("low") + "; high " + told("high")};
    });
    return {height: height + below, points};
  }

  function waterfall(svg, chart, width) {
    const {notation, steps: bars} = chart;
    const top = 6, rows = rows_of(bars.map(bar => bar.label), width, 34, top), height = rows.end, right = 78;
    let sum = 0;
    const placed = bars.map(bar => {
      const from = bar.total ? 0 : sum;
      sum = bar.total ? bar.mean : sum + bar.mean;
      const low = bar.low80 === undefined ? sum : (bar.total ? 0 : from) + bar.low80;
      const high = bar.high80 === undefined ? sum : (bar.total ? 0 : from) + bar.high80;
      return {...bar, from, to: sum, low, high};
    });
    const ends = placed.flatMap(bar => [bar.to, bar.low, bar.high]);
    const [least, most] = d3.extent(ends.map(end => end * notation.times));
    const begin = least > 0.4 * most ? least - 0.35 * (most - least) : Math.min(0, least);
    const x = d3.scaleLinear().domain([begin, least < 0 ? Math.max(0, most) : most]).nice(5).range([rows.left, width - right]);
    const at_x = value => Math.max(x.range()[0], x(value * notation.times));
    const more = hatch(svg, chart.id + "-more", "#b34700");
    const below = across(svg, x, notation, top, height, width);
    const points = placed.map((bar, at) => {
      const y = rows.bodies[at];
      row_name(svg, rows, at);
      const [a, b] = [at_x(bar.from), at_x(bar.to)].sort(d3.ascending);
      svg.append("rect").attr("class", "mark").attr("x", a).attr("y", y + 6).attr("width", Math.max(1.5, b - a))
        .attr("height", 22).attr("fill", bar.total ? "#4a5560" : bar.mean > 0 ? more : "#00508c")
        .attr("stroke", bar.total ? "#4a5560" : bar.mean > 0 ? "#b34700" : "#00508c");
      if (at + 1 < placed.length)
        svg.append("line").attr("stroke", "#4a5560").attr("stroke-dasharray", "2 3").attr("x1", at_x(bar.to))
          .attr("x2", at_x(bar.to)).attr("y1", y + 28).attr("y2", rows.bodies[at + 1] + 6);
      if (bar.low80 !== undefined) {
        const whisker = svg.append("g").attr("stroke", "#1b1f24").attr("stroke-width", 1.6);
        whisker.append("line").attr("x1", at_x(bar.low)).attr("x2", at_x(bar.high))
          .attr("y1", y + 17).attr("y2", y + 17);
        for (const end of [bar.low, bar.high])
          whisker.append("line").attr("x1", at_x(end)).attr("x2", at_x(end)).attr("y1", y + 12).attr("y2", y + 22);
      }
      const text = written(notation, bar.mean, {sign: !bar.total, tail: false});
      svg.append("text").attr("class", "number" + (bar.total ? " strong" : "")).attr("x", width).attr("y", y + 21.5)
        .attr("text-anchor", "end").text(text);
      return {
        x: at_x(bar.to), y: y + 17,
        text: bar.label + ". " + written(notation, bar.mean, {sign: !bar.total}) +
              (bar.low80 === undefined ? "" : "; 80 per cent: " +
                                              between({...notation, signed: !bar.total}, bar.low80, bar.high80)),
      };
    });
    return {height: height + below, points};
  }

  function says_of(area, notation) {
    return area.label + ". " + written(notation, area.mean) + ", rank " + area.rank;
  }

  /** The steps of a map, from the least number to the greatest; of changes by their size, less in blue. */
  function shades_of(chart) {
    const values = known(chart.areas.map(area => area.mean));
    if (!chart.notation.signed) {
      const scale = d3.scaleQuantize().domain(d3.extent(values)).range(d3.range(steps.length));
      const tone_of = value => d3.min(values) === d3.max(values) ? 0 : scale(value);
      return {
        of: value => ({tone: tone_of(value), fill: steps[tone_of(value)]}),
        legend: steps.map((fill, tone) => ({fill, ends: scale.invertExtent(tone)})),
      };
    }
    // Where all change to one side, the steps begin with the least change: else all would be of one shade.
    const one_side = d3.min(values) > 0 || d3.max(values) < 0;
    const scale = d3.scaleQuantize().domain([one_side ? d3.min(values, Math.abs) : 0, d3.max(values, Math.abs) || 1])
      .range(d3.range(steps.length));
    const of = value => {
      const tone = scale(Math.abs(value));
      return {tone, fill: (value > 0 ? steps_of_more : steps)[tone]};
    };
    const side = (sign, colours) => colours.map((fill, tone) => ({
      fill, ends: scale.invertExtent(tone).map(end => sign * end).sort(d3.ascending),
    }));
    return {of, legend: [...(d3.min(values) < 0 ? side(-1, steps).reverse() : []),
                         ...(d3.max(values) > 0 ? side(1, steps_of_more) : [])]};
  }

  function tiles(svg, chart, width) {
    const {notation, areas} = chart, shades = shades_of(chart);
    const columns = 1 + d3.max(areas, area => area.column), rows = 1 + d3.max(areas, area => area.row);
    const size = Math.min(120, Math.floor(width / columns));
    const points = areas.map(area => {
      const x = area.column * size, y = area.row * size;
      const {tone, fill} = area.mean === null ? {tone: 0, fill: "#fff"} : shades.of(area.mean);
      const dark = tone > 2 ? " on-dark" : "";
      svg.append("rect").attr("class", "area mark").attr("x", x).attr("y", y).attr("width", size).attr("height", size)
        .attr("fill", fill);
      const lines = wrapped(area.label.replace(/-/g, "- ").trim(), Math.floor((size - 6) / 6.6));
      lines.forEach((line, at) => svg.append("text").attr("class", "name" + dark).attr("x", x + size / 2)
        .attr("y", y + size / 2 - 8 + 14 * (at - lines.length + 1)).attr("text-anchor", "middle").text(line));
      svg.append("text").attr("class", "number strong" + dark).attr("x", x + size / 2).attr("y", y + size / 2 + 16)
        .attr("text-anchor", "middle").text(written(notation, area.mean, {tail: notation.after === "%"}));
      return {x: x + size / 2, y: y + size / 2, text: says_of(area, notation)};
    });
    return {height: rows * size, points};
  }

  function shapes(svg, chart, width) {
    const {notation, areas, box} = chart, shades = shades_of(chart);
    const scale = Math.min(1, 560 / box[0]) * Math.min(1, width / 560);
    for (const area of areas)
      svg.append("path").attr("class", "shape mark").attr("d", area.path).attr("fill-rule", "evenodd")
        .attr("transform", "scale(" + scale + ")").attr("fill", area.mean === null ? "#fff" : shades.of(area.mean).fill).attr("stroke", "#4a5560")
        .attr("stroke-width", 1.5);
    const points = areas.map(area => {
      const [x, y] = area.middle.map(value => value * scale);
      svg.append("text").attr("class", "number strong").attr("x", x).attr("y", y + 5).attr("text-anchor", "middle")
        .attr("paint-order", "stroke").attr("stroke", "#fff").attr("stroke-width", 4).text(area.rank);
      return {x, y, text: says_of(area, notation)};
    });
    return {height: box[1] * scale, points};
  }

  const kinds = {fan, dots, tornado, swings, waterfall, tiles, shapes};

  // ---- legends ----------------------------------------------------------------------------------------------------

  function legend_of(chart) {
    const entries = [];
    const swatch = draw => text => entries.push({draw, text});
    const line = look => svg => {
      svg.append("line").attr("x1", 0).attr("x2", 34).attr("y1", 7).attr("y2", 7).attr("stroke", look.colour)
        .attr("stroke-width", 2.5).attr("stroke-dasharray", look.dash);
      mark(svg, look, 17, 7, 52);
    };
    const box = (fill, stroke, opacity = 1) => svg => svg.append("rect").attr("x", 4).attr("y", 1).attr("width", 26)
      .attr("height", 12).attr("fill", fill).attr("fill-opacity", opacity).attr("stroke", stroke);
    if (chart.series) {
      const shift = chart.zero ? 1 : 0;
      chart.series.forEach((one, number) => {
        const look = looks[(number + shift) % looks.length];
        const alone = chart.series.length === 1 && !chart.zero;
        swatch(line(look))(one.name + (!alone ? "" : one.low80 ? ": the mean" : ": one replicate"));
      });
      const first = looks[shift];
      if (chart.series[0].low80 && chart.kind === "fan") {
        swatch(box(first.colour, first.colour, .4))("80 per cent of futures");
        swatch(svg => box(first.colour, first.colour, .15)(svg).attr("stroke-dasharray", "3 3"))("95 per cent of futures");
        if (chart.series.length > 1)
          swatch(svg => d3.range(1, chart.series.length).forEach(number => {
            const look = looks[(number + shift) % looks.length];
            svg.append("line").attr("x1", 0).attr("x2", 34).attr("y1", 2 + 4 * number).attr("y2", 2 + 4 * number)
              .attr("stroke", look.colour).attr("stroke-width", 1.3).attr("stroke-dasharray", look.dash);
          }))("80 per cent of the others, as thin lines");
      } else if (chart.series[0].low80) {
        swatch(svg => svg.append("line").attr("x1", 2).attr("x2", 32).attr("y1", 7).attr("y2", 7)
          .attr("stroke", first.colour).attr("stroke-width", 7).attr("stroke-opacity", .38))("80 per cent of futures");
        swatch(svg => svg.append("line").attr("x1", 2).attr("x2", 32).attr("y1", 7).attr("y2", 7)
          .attr("stroke", first.colour).attr("stroke-width", 2).attr("stroke-opacity", .6))("95 per cent");
      }
    }
    if (chart.areas) {
      for (const {fill, ends} of shades_of(chart).legend)
        swatch(box(fill, "#4a5560"))(between(chart.notation, ends[0], ends[1]));
    }
    return entries;
  }

  function add_legend(drawing, chart) {
    const entries = legend_of(chart);
    if (!entries.length) return;
    const list = d3.select(drawing).append("ul").attr("class", "legend");
    for (const entry of entries) {
      const item = list.append("li");
      entry.draw(item.append("svg").attr("viewBox", "0 0 34 14").attr("aria-hidden", "true"));
      item.append("span").text(entry.text);
    }
  }

  // ---- one value at a time, by pointer and by keyboard ------------------------------------------------------------

  function make_readable(svg, points, readout) {
    if (!points.length) return;
    let at = -1;
    const cursor = svg.append("circle").attr("class", "cursor").attr("r", 9).attr("visibility", "hidden");
    const show = next => {
      at = Math.max(0, Math.min(points.length - 1, next));
      cursor.attr("cx", points[at].x).attr("cy", points[at].y).attr("visibility", "visible");
      readout.text(points[at].text);
    };
    const hide = () => {
      at = -1;
      cursor.attr("visibility", "hidden");
      readout.text("");
    };
    const keys = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1};
    svg.on("keydown", () => {
      const event = d3.event;
      if (event.key in keys) show(at < 0 ? 0 : at + keys[event.key]);
      else if (event.key === "Home") show(0);
      else if (event.key === "End") show(points.length - 1);
      else if (event.key === "Escape") hide();
      else return;
      event.preventDefault();
    });
    svg.on("blur", hide).on("mouseleave", hide).on("mousemove", function () {
      const [x, y] = d3.mouse(this);
      show(d3.scan(points, (a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y)));
    });
  }

  // ---- the page ---------------------------------------------------------------------------------------------------

  function draw(drawing) {
    const id = drawing.dataset.chart, chart = {id, ...data.charts[id]};
    const width = Math.max(280, Math.floor(drawing.clientWidth));
    d3.select(drawing).selectAll("*").remove();
    const svg = d3.select(drawing).append("svg").attr("role", "img").attr("tabindex", 0)
      .attr("aria-label", chart.title).attr("aria-describedby", chart.caption);
    const {height, points} = kinds[chart.kind](svg, chart, width);
    svg.attr("viewBox", "0 0 " + width + " " + Math.ceil(height));
    add_legend(drawing, chart);
    const readout = d3.select(drawing).append("p").attr("class", "readout").attr("aria-live", "polite");
    make_readable(svg, points, readout);
    drawing.dataset.width = width;
  }

  const drawings = Array.from(document.querySelectorAll("[data-chart]"));
  drawings.forEach(draw);

  let waiting = false;
  window.addEventListener("resize", () => {
    if (waiting) return;
    waiting = true;
    window.requestAnimationFrame(() => {
      waiting = false;
      for (const drawing of drawings)
        if (Math.abs(drawing.clientWidth - drawing.dataset.width) > 2) draw(drawing);
    });
  });

  // On paper nothing can be opened; what is long stays on the screen.
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = Array.from(document.querySelectorAll("details:not([open]):not(.long)"));
    for (const one of closed) one.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
  });
}());
