"""The reader ``llm``: a language model behind an OpenAI-compatible address, local or elsewhere, asked claim by claim.

**Comes in:** a report; **goes out:** the claims of the model's answer whose words stand in the report.
**Refuses** reports that are marked as sensitive or are not in English: they are not sent. Off until an address and a
model are written into the settings.
**Does not prove** that a reading is right. What is checked is that every value stands in the text; act, polarity,
modality and kind are the model's choice from a list, and nobody can say why it chose so.

::

    document | make_chunks | Client.ask: prompt, schema, retries | ClaimMaker: every value found or dropped | claims

The report's words travel as JSON strings, the answer is data for a fixed schema: whatever a report says, nothing in it
is carried out.
"""
