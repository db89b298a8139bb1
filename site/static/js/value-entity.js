// A dated value in the rich text editor: chosen in Wagtail's modal, shown as today's amount, removed as a whole.

(() => {
  const { React, DraftJS, draftail } = window;

  class ValueSource extends draftail.ModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.valueChooser,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: this.onChosen },
      };
    }

    // Wagtail's own makes a link of the selected words; a value stands in their place.
    onChosen({ id, string, text, text_and_next: textAndNext }) {
      const { editorState, entityType, onComplete } = this.props;
      const content = editorState.getCurrentContent();
      const withEntity = content.createEntity(entityType.type, "IMMUTABLE", { id: String(id), name: string });
      const shown = entityType.type === "VALUE" ? text : textAndNext;
      const key = withEntity.getLastCreatedEntityKey();
      const replaced = DraftJS.Modifier.replaceText(withEntity, editorState.getSelection(), shown, null, key);
      this.workflow.close();
      onComplete(DraftJS.EditorState.push(editorState, replaced, "insert-characters"));
    }
  }

  const Value = (props) => {
    const { name } = props.contentState.getEntity(props.entityKey).getData();
    return React.createElement(draftail.TooltipEntity, { ...props, icon: "#icon-calendar-check", label: name });
  };

  for (const type of ["VALUE", "VALUE-NEXT"]) {
    draftail.registerPlugin({ type, source: ValueSource, decorator: Value }, "entityTypes");
  }
})();
